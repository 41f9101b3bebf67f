"""SPF, DKIM and DMARC with DNS by hand; the word of our own mail server; the published suites."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from consultant.desk.proof.authenticator import Authenticator
from consultant.desk.proof.dkim import check_dkim
from consultant.desk.proof.dmarc import aligned, organisation
from consultant.desk.proof.spf import check_spf
from consultant.desk.proof.undecided import Undecided
from consultant.desk.signing import Signer
from consultant.mail.message import Envelope
from tests.corpus import needs_corpus
from tests.desk.helpers import NOON, US
from tests.desk.suites import DkimCase, SpfCase, dkim_cases, spf_cases
from tests.desk.zone import TROUBLE, Zone, txt

PEER = "192.0.2.1"
PAT = "pat@clinic.example"
KEYS = Path(__file__).parent / "tls"
SIGNER = Signer("clinic.example", "k1", (KEYS / "relay.key").read_bytes())
SPF = txt("v=spf1 ip4:192.0.2.0/24 -all")
MAIL = (
    b"From: Pat <pat@clinic.example>\r\nTo: consult@desk.example\r\nSubject: x\r\n"
    b"Date: Mon, 4 May 2026 12:00:00 +0000\r\nMessage-ID: <1@clinic.example>\r\n\r\nWhich code?\r\n"
)


def key(signer: Signer = SIGNER) -> dict[str, Any]:
    name, text = signer.record()
    return {name: txt(text)}


def prove(
    zone: Zone, raw: bytes = MAIL, sender: str = PAT, peer: str = PEER, authserv_id: str = "", **known: str
) -> tuple[str, str]:
    authenticator = Authenticator(zone, lambda peer: peer.startswith("10."), authserv_id)
    envelope = Envelope(mail_from=sender, rcpt_to=(US,), received_at=NOON, peer=peer, **known)
    try:
        found = asyncio.run(authenticator(raw, envelope))
    finally:
        authenticator.close()
    assert found.evidence
    return found.path, found.aligned


def test_spf_proves_the_envelope_sender_and_a_from_of_the_same_domain() -> None:
    assert prove(Zone({"clinic.example": SPF})) == ("spf", "spf")
    assert prove(Zone({"clinic.example": SPF}), peer="198.51.100.1") == ("", "")
    assert prove(Zone({"other.example": SPF}), sender="x@other.example") == ("spf", "")
    assert prove(Zone({})) == ("", "")


def test_dkim_proves_from() -> None:
    signed = SIGNER.sign(MAIL)
    assert prove(Zone(key()), signed) == ("", "dkim")
    assert prove(Zone(key()), signed.replace(b"Which", b"What ")) == ("", "")
    assert prove(Zone(key()), signed.replace(b"pat@clinic", b"kim@clinic")) == ("", "")
    assert prove(Zone({}), signed) == ("", "")
    other = Signer("other.example", "k1", (KEYS / "relay.key").read_bytes())
    assert prove(Zone(key(other)), other.sign(MAIL)) == ("", "")


def test_without_an_answer_of_dns_nothing_is_decided() -> None:
    signed = SIGNER.sign(MAIL)
    name = next(iter(key()))
    for zone in (Zone({"clinic.example": TROUBLE}), Zone({name: TROUBLE})):
        with pytest.raises(Undecided):
            prove(zone, signed)
    # One proof is enough, whatever the other would have said.
    assert prove(Zone({"clinic.example": TROUBLE, **key()}), signed) == ("", "dkim")
    assert prove(Zone({"clinic.example": SPF, name: TROUBLE}), signed) == ("spf", "spf")


def test_a_server_of_ours_is_no_sender_and_a_login_is_proof() -> None:
    assert prove(Zone({"clinic.example": SPF}), peer="10.0.0.1") == ("", "")
    assert prove(Zone({}), submitter="clinic") == ("login", "")


OURS = "mx.desk.example"


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("mx.desk.example; spf=pass smtp.mailfrom=clinic.example", ("spf", "")),
        ("mx.desk.example 1; spf=pass (ok; really) smtp.mailfrom=pat@clinic.example", ("spf", "")),
        ("MX.desk.example; dkim=pass header.d=clinic.example header.s=k1", ("", "dkim")),
        (
            "mx.desk.example; dkim=fail header.d=x.example; dkim=pass header.i=@clinic.example",
            ("", "dkim"),
        ),
        ('mx.desk.example; dmarc=pass (p=none) header.from="clinic.example"', ("", "dmarc")),
        ("mx.desk.example; dkim=pass header.d=evil.example", ("", "")),
        ("mx.desk.example; dkim=pass header.d=sub.clinic.example", ("", "")),
        ("mx.desk.example; dkim=pass header.d=example", ("", "")),
        ("mx.desk.example; spf=pass smtp.mailfrom=evil.example", ("", "")),
        ("mx.desk.example; spf=fail smtp.mailfrom=clinic.example", ("", "")),
        ("mx.desk.example; none", ("", "")),
        ("mx.evil.example; dmarc=pass header.from=clinic.example", ("", "")),
        ("; dmarc=pass header.from=clinic.example", ("", "")),
        ("mx.desk.example.evil.example; dmarc=pass header.from=clinic.example", ("", "")),
    ],
)
def test_our_own_server_is_believed_and_no_other(field: str, found: tuple[str, str]) -> None:
    raw = f"Authentication-Results: {field}\r\n".encode() + MAIL
    zone = Zone({"clinic.example": SPF, **key()})
    assert prove(zone, raw, peer="10.0.0.1", authserv_id=OURS) == found
    assert zone.asked == []
    # A stranger who writes the same is asked of DNS like everybody.
    assert prove(Zone({}), raw, authserv_id=OURS) == ("", "")


def test_only_the_topmost_result_counts() -> None:
    forged = b"Authentication-Results: mx.desk.example; dmarc=pass header.from=clinic.example\r\n"
    real = b"Authentication-Results: mx.desk.example; dmarc=fail header.from=clinic.example\r\n"
    assert prove(Zone({}), real + forged + MAIL, peer="10.0.0.1", authserv_id=OURS) == ("", "")


@pytest.mark.parametrize(
    ("proven", "author", "records", "stands"),
    [
        ("clinic.example", "clinic.example", {}, True),
        ("clinic.example", "mail.clinic.example", {}, True),
        ("mail.clinic.example", "clinic.example", {}, False),
        ("mail.clinic.example", "clinic.example", {"clinic.example": "v=DMARC1; p=none"}, True),
        ("mail.clinic.example", "news.clinic.example", {"clinic.example": "v=DMARC1"}, True),
        ("mail.clinic.example", "clinic.example", {"clinic.example": "v=DMARC1; adkim=s"}, False),
        ("evil.hosting.example", "pat.hosting.example", {"hosting.example": "v=DMARC1; psd=y"}, False),
        ("a.pat.hosting.example", "pat.hosting.example", {"hosting.example": "v=DMARC1; psd=y"}, True),
        ("evil.example", "clinic.example", {"clinic.example": "v=DMARC1"}, False),
        ("", "clinic.example", {}, False),
    ],
)
def test_alignment(proven: str, author: str, records: dict[str, str], stands: bool) -> None:
    zone = Zone({f"_dmarc.{name}": txt(text) for name, text in records.items()})
    assert aligned(zone, proven, author, "adkim") is stands


def test_the_walk_up_is_bounded() -> None:
    zone = Zone({})
    assert organisation(zone, ".".join(["a"] * 100) + ".example") == ""
    assert len(zone.asked) == 8


@pytest.mark.parametrize(
    "raw",
    [
        b"DKIM-Signature: " + b"a=b;" * 50_000 + b"\r\n\r\n",
        b"DKIM-Signature: v=1; b=\r\n" * 900 + b"\r\n",
        b"DKIM-Signature: v=1\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
        b"DKIM-Signature: \xff\xfe\r\n bad\r\n\r\n",
        b"no header at all DKIM-Signature:",
    ],
)
def test_hostile_signatures_prove_nothing(raw: bytes) -> None:
    zone = Zone({})
    assert all(one.result != "pass" for one in check_dkim(zone, raw))
    assert len(zone.asked) <= 5


@pytest.mark.parametrize("peer", ["", "no address", "192.0.2.1"])
@pytest.mark.parametrize("sender", ["", "@", "a@" + "b" * 300, "ä@ö.example", "a@b..c"])
def test_odd_senders_prove_nothing(peer: str, sender: str) -> None:
    assert check_spf(Zone({}), peer, sender, "") != "pass"


# The suites of others.


@needs_corpus
@pytest.mark.parametrize("case", spf_cases(), ids=lambda case: case.name)
def test_the_suite_of_rfc_7208(case: SpfCase) -> None:
    assert case.found() in case.expected


@needs_corpus
@pytest.mark.parametrize("case", dkim_cases(), ids=lambda case: case.name)
def test_chasquids_dkim_vectors(case: DkimCase) -> None:
    assert case.found() == case.expected
