"""The published suites for SPF (RFC 7208) and DKIM (chasquid's vectors), with DNS as they say it is."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from consultant.desk.proof.dkim import check_dkim
from consultant.desk.proof.spf import check_spf
from tests.corpus import CORPUS
from tests.desk.zone import TROUBLE, Zone, txt


class SpfCase(NamedTuple):
    """`expected` are the results that the suite allows."""

    name: str
    zone: dict[str, Any]
    host: str
    mail_from: str
    helo: str
    expected: tuple[str, ...]

    def found(self) -> str:
        return check_spf(zone_of(self.zone), self.host, self.mail_from, self.helo)


class DkimCase(NamedTuple):
    """`expected` is how many signatures of the message are valid."""

    name: str
    message: Path
    dns: str
    expected: int

    def found(self) -> int:
        raw = self.message.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return sum(one.result == "pass" for one in check_dkim(chasquid_zone(self.dns), raw))


def spf_cases(corpus: Path = CORPUS) -> list[SpfCase]:
    """None where the suite is not."""
    path = corpus / "openspf" / "messages" / "test__rfc7208-tests.yml"
    if not path.is_file():
        return []
    found = []
    for section in filter(None, yaml.load_all(path.read_text("utf-8"), Loader=yaml.BaseLoader)):
        for name, test in section["tests"].items():
            allowed = test["result"] if isinstance(test["result"], list) else [test["result"]]
            given = (test["host"], test["mailfrom"], test["helo"], tuple(allowed))
            found.append(SpfCase(f"{section['description']}-{name}", section["zonedata"], *given))
    return found


def dkim_cases(corpus: Path = CORPUS) -> list[DkimCase]:
    """None where the vectors are not."""
    found = []
    for result in sorted((corpus / "chasquid" / "expected").glob("*dkim*.result")):
        messages = corpus / "chasquid" / "messages"
        message = messages / f"{result.name.removesuffix('.result')}.msg"
        # Those without a message of their own have the first's, and differ from it in DNS alone.
        if not message.is_file():
            message = messages / "internal__dkim__testdata__01-rfc8463.msg"
        dns = result.with_suffix(".dns")
        valid = json.loads(result.read_text("utf-8"))["Valid"]
        known = dns.read_text("utf-8") if dns.is_file() else ""
        found.append(DkimCase(result.name[20:-7], message, known, valid))
    return found


def zone_of(data: dict[str, Any]) -> Zone:
    """The suite's zones: SPF stands for TXT unless there is a TXT (or none is to be made of it)."""
    records: dict[str, Any] = {}
    for name, entries in data.items():
        found: list[tuple[str, Any]] = []
        if TROUBLE in entries:
            found.append((TROUBLE, TROUBLE))
        pairs = [pair for entry in entries if isinstance(entry, dict) for pair in entry.items()]
        has_txt = any(kind == "TXT" for kind, _ in pairs)
        for kind, value in pairs:
            if value == TROUBLE:
                found.append((kind, TROUBLE))
            elif kind in ("SPF", "TXT") and value != "NONE":
                strings = value if isinstance(value, list) else [value]
                octets = tuple(one.encode("latin-1") for one in strings)
                found += [("TXT", octets)] if kind == "TXT" or not has_txt else []
            elif kind == "MX":
                found.append(("MX", (int(value[0]), value[1])))
            elif kind in ("A", "AAAA", "PTR", "CNAME"):
                found.append((kind, value))
        records[name] = found
    return Zone(records)


def chasquid_zone(text: str) -> Zone:
    records: dict[str, Any] = {}
    for name, value in re.findall(r"^(\S+):\s((?:[^\\\n]|\\\n)*)", text, re.M):
        value = " ".join(value.replace("\\\n", " ").split())
        if value == "TEMPERROR":
            records[name] = TROUBLE
        else:
            records.setdefault(name, []).extend([] if value == "PERMERROR" else txt(value))
    return Zone(records)
