"""DMARC: does what is proven belong to the domain in From? The organisation is found by walking up in DNS.

The walk (RFC 9091's successor, "DMARCbis" section 4.10) needs no list of public suffixes: the organisation is
the highest domain with a record, unless a record says of itself what it is (psd=).
"""

from consultant.desk.proof.dns import Resolver
from consultant.mail.results import proves

_MOST_LABELS = 8


def aligned(resolver: Resolver, proven: str, author: str, mode: str) -> bool:
    """Does the proven domain stand for the author's? `mode` is "adkim" or "aspf". Raises DnsTrouble."""
    if not proven or not author:
        return False
    if proven == author:
        return True
    if _policy(resolver, author).get(mode, "r") == "s":
        return False
    ours, theirs = organisation(resolver, author), organisation(resolver, proven)
    # Without any record only who is above in DNS, and so holds what is below, stands for it.
    return ours == theirs if ours and theirs else proves(proven, author)


def organisation(resolver: Resolver, domain: str) -> str:
    """The organisational domain; "" if no record says. Raises DnsTrouble."""
    found = ""
    for name in _upwards(domain):
        record = _record(resolver, name)
        if record.get("psd") == "n":
            return name
        if record.get("psd") == "y":
            below = domain.split(".")[-(name.count(".") + 2) :]
            return found if name == domain else ".".join(below)
        if record:
            found = name
    return found


def _policy(resolver: Resolver, domain: str) -> dict[str, str]:
    """The record that holds for a domain: its own, or its organisation's."""
    return next((record for name in _upwards(domain) if (record := _record(resolver, name))), {})


def _upwards(domain: str) -> list[str]:
    labels = domain.split(".")
    if len(labels) > _MOST_LABELS:
        starts = [0, *range(len(labels) - _MOST_LABELS + 1, len(labels))]
    else:
        starts = list(range(len(labels)))
    return [".".join(labels[start:]) for start in starts]


def _record(resolver: Resolver, domain: str) -> dict[str, str]:
    texts = [b"".join(one).decode("latin-1") for one in resolver.lookup(f"_dmarc.{domain}", "TXT")]
    records = [text for text in texts if text.replace(" ", "").lower().startswith("v=dmarc1")]
    if len(records) != 1:
        return {}
    pairs = (part.partition("=") for part in records[0].split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if value}
