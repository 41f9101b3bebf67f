"""Whom the desk does not answer, and whom it does."""

import pytest

from consultant.mail.message import Authentication, Counts, Envelope, Message
from consultant.mail.parse import parse
from consultant.mail.screen import Caps, House, Verdict, screen
from tests.conftest import DESK, NOW, Asker

PAT = "pat@clinic.example"
HOUSE = House(
    addresses=(DESK,), aliases=("coding@clinic.example",), allow=("reports@clinic.example", "*@ok.example")
)


def letter(
    *fields: str, author: str = f"Pat <{PAT}>", subject: str = "x", text: str = "which code?"
) -> bytes:
    given = "".join(f"{f}\r\n" for f in fields)
    return f"From: {author}\r\nMessage-ID: <a@b>\r\nSubject: {subject}\r\n{given}\r\n{text}".encode()


def screened(
    *fields: str,
    sender: str = PAT,
    counts: Counts | None = None,
    house: House = HOUSE,
    proof: Authentication | None = None,
    **written: str,
) -> Verdict:
    envelope = Envelope(mail_from=sender, rcpt_to=(DESK,), received_at=NOW, authentication=proof)
    return screen(parse(letter(*fields, **written)), envelope, house, counts or Counts())


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("Auto-Submitted: auto-replied", "auto-submitted"),
        ("Auto-Submitted: AUTO-GENERATED (vacation); x=1", "auto-submitted"),
        ("Auto-Submitted: (away) auto-replied", "auto-submitted"),
        ("Auto-Submitted: something-new", "auto-submitted"),
        ("Auto-Submitted: no\r\nAuto-Submitted: auto-notified", "auto-submitted"),
        ("Precedence: bulk", "precedence"),
        ("Precedence: JUNK (really)", "precedence"),
        ("Precedence: auto_reply", "precedence"),
        ("X-Precedence: list", "precedence"),
        ("List-Id: <coders.example.org>", "mailing-list"),
        ("List-Unsubscribe: <mailto:x@example.org>", "mailing-list"),
        ("List-Post: NO", "mailing-list"),
        ("List-Unheard-Of: x", "mailing-list"),
        ("X-Mailman-Version: 2.1", "mailing-list"),
        ("Mailing-List: contact x", "mailing-list"),
        ("X-Auto-Response-Suppress: All", "suppressed"),
        ("X-Auto-Response-Suppress: DR, autoreply", "suppressed"),
        ("X-Autoreply: yes", "machine"),
        ("X-Autorespond: x", "machine"),
        ("X-Failed-Recipients: x@example.org", "machine"),
        ("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", "machine"),
        ("X-Apple-Action: VACATION", "machine"),
        ("Delivered-To: Autoresponder", "machine"),
        ("X-Mailer: vacation 1.2", "machine"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", "report"),
        ("Content-Type: message/disposition-notification", "report"),
        ("Content-Type: message/feedback-report", "report"),
        ("Content-Class: urn:content-classes:mdn", "report"),
        ("Content-Type: text/calendar; method=REPLY", "calendar"),
        ("Content-Class: urn:content-classes:calendarmessage", "calendar"),
        (f"X-Loop: {DESK}", "loop"),
        ("X-Loop: other@desk.example", "loop"),
        (f"Sender: {DESK}", "own-address"),
        (f"Reply-To: Desk <{DESK.replace('@', '+a@')}>".replace("+a", ""), "own-address"),
        ("Sender: MAILER-DAEMON@clinic.example", "system-sender"),
        ("Received: x\r\n" * 50 + "Received: x", "too-many-hops"),
    ],
)
def test_a_field_that_ends_it(field: str, reason: str) -> None:
    verdict = screened(field)
    assert (verdict.reply_to, verdict.silence) == (None, reason)
    assert verdict.evidence


@pytest.mark.parametrize(
    ("sender", "reason"),
    [
        ("", "null-sender"),
        ("<>", "null-sender"),
        ("nobody-at-all", "no-sender"),
        ("MAILER-DAEMON@clinic.example", "system-sender"),
        ("mail-daemon@clinic.example", "system-sender"),
        ("post_master@clinic.example", "system-sender"),
        ("no-reply@clinic.example", "system-sender"),
        ("billing-noreply@clinic.example", "system-sender"),
        ("noreply-billing@clinic.example", "system-sender"),
        ("owner-coders@clinic.example", "system-sender"),
        ("coders-request@clinic.example", "system-sender"),
        ("coders-bounces+pat=clinic.example@lists.example", "bounce-address"),
        ("bounce-4711@esp.example", "bounce-address"),
        ("news-pat=clinic.example@esp.example", "bounce-address"),
        ("SRS0=HHH=TT=clinic.example=pat@forwarder.example", "bounce-address"),
        ("srs1+x=y==HHH=TT=clinic.example=pat@forwarder.example", "bounce-address"),
        ("prvs=4711abcdef=pat@clinic.example", "bounce-address"),
        ("btv1==12345==pat@clinic.example", "bounce-address"),
        ("0100018a1b2c3d4e-6a7b8c9d-1234-000000@esp.example", "bounce-address"),
        (DESK, "own-address"),
        (DESK.replace("@", "+x@").upper(), "own-address"),
        ("coding@clinic.example", "own-address"),
    ],
)
def test_an_envelope_sender_that_ends_it(sender: str, reason: str) -> None:
    verdict = screened(sender=sender)
    assert (verdict.reply_to, verdict.silence) == (None, reason)


@pytest.mark.parametrize(
    ("author", "reason"),
    [
        ("a@clinic.example, b@clinic.example", "unclear-from"),
        ("not an address", "unclear-from"),
        (";;", "unclear-from"),
        (f"Desk <{DESK}>", "own-address"),
        ("Mail Delivery System <MAILER-DAEMON@clinic.example>", "system-sender"),
    ],
)
def test_a_from_that_ends_it(author: str, reason: str) -> None:
    assert screened(author=author).silence == reason


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: no",
        "Auto-Submitted: NO (a comment)",
        "Precedence: first-class",
        "X-Priority: 1",
        "X-Auto-Response-Suppress: DR, RN, NRN, OOF",
        "X-Mailgun-Tag: tag",
        "Reply-To: elsewhere@evil.example",
        "Content-Type: text/calendar-like",
        "X-Autoreply: no",
        f"Reply-To: mi{DESK}",
    ],
)
def test_people_are_answered(field: str) -> None:
    assert screened(field).reply_to == PAT


@pytest.mark.parametrize(
    "sender",
    ["pat.o'neil+codes@clinic.example", "postma@clinic.example", "daemonica@x.example", "b.smith2@c.example"],
)
def test_people_with_odd_addresses_are_answered(sender: str) -> None:
    assert screened(sender=sender).reply_to == sender


def test_a_failed_delivery_told_in_words_is_a_report() -> None:
    told = "Your message could not be delivered: 550 5.1.1 <x@example.org> user unknown"
    assert screened(text=told).silence == "report"
    told = "Votre message n'a pas pu être délivré à x@example.org"
    assert screened(text=told, subject="RE: Your message: non remis (delivery failed)").silence == "report"
    told = "Delivery to x@example.org has been postponed due to a full mailbox."
    assert screened(text=told, subject="Mail Delivery Warning").silence == "report"
    assert screened(text="How do I bill 99213, 550 units, code 62304?").reply_to == PAT


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        (Counts(hour=19, day=59, thread=14, same_text=4), None),
        (Counts(hour=20), "sender-cap"),
        (Counts(day=60), "sender-cap"),
        (Counts(thread=15), "thread-cap"),
        (Counts(same_text=5), "same-text"),
    ],
)
def test_caps(counts: Counts, reason: str | None) -> None:
    assert screened(counts=counts).silence == reason
    assert screened(counts=counts, sender="x@ok.example").silence == reason, "the caps hold for all"


@pytest.mark.parametrize(
    "subject", ["Automatic reply: x", "Out of Office", "Undeliverable: x", "Réponse automatique : x"]
)
def test_a_subject_alone_leads_to_one_answer_at_most(subject: str) -> None:
    assert screened(subject=subject).reply_to == PAT
    assert screened(subject=subject, counts=Counts(day=1)).silence == "automatic-subject"
    assert screened(subject=subject, counts=Counts(thread=1)).silence == "automatic-subject"
    assert screened(subject="Code for an undelivered twin", counts=Counts(day=1)).reply_to


@pytest.mark.parametrize("name", ["Sender", "Reply-To", "Resent-From", "Errors-To", "Return-Path"])
@pytest.mark.parametrize("own", [DESK, DESK.replace("@", "+x@").upper(), "coding@clinic.example"])
def test_an_address_of_ours_in_any_place_ends_it(name: str, own: str) -> None:
    assert screened(f"{name}: other@x.example, Desk <{own}>").silence == "own-address"


@pytest.mark.parametrize("sender", ["reports@clinic.example", "noreply@ok.example", "REPORTS@CLINIC.EXAMPLE"])
def test_who_is_allowed_is_answered_whatever_the_header_says(sender: str) -> None:
    verdict = screened("Precedence: bulk", "List-Id: x", "Auto-Submitted: auto-generated", sender=sender)
    assert verdict.reply_to == sender
    assert "allowed by the operator" in verdict.evidence


def test_nobody_is_allowed_to_make_the_desk_answer_itself() -> None:
    assert screened(f"X-Loop: {DESK}", sender="x@ok.example").silence == "loop"
    assert screened(sender="x@ok.example", author=DESK).silence == "own-address"
    assert screened(sender="").silence == "null-sender"


ALIGNED = Authentication(aligned="dkim", evidence="spf=none dkim=pass dmarc=pass")


def test_from_is_answered_only_when_it_is_proven() -> None:
    esp = "bounce-4711@esp.example"
    assert screened(sender="other@clinic.example", author=PAT).reply_to == "other@clinic.example"
    assert screened(sender="other@clinic.example", author=PAT, proof=ALIGNED).reply_to == PAT
    assert screened(sender=esp, author=PAT).reply_to is None
    assert screened(sender=esp, author=PAT, proof=ALIGNED).reply_to == PAT
    assert screened(sender="", author=PAT, proof=ALIGNED).silence == "null-sender"
    assert screened(sender=PAT, author=f"{PAT}, b@clinic.example", proof=ALIGNED).silence == "unclear-from"


@pytest.mark.parametrize(
    ("proof", "to"),
    [
        (None, None),
        (Authentication(evidence="spf=fail dkim=none"), None),
        (Authentication(path="spf", evidence="spf=pass"), PAT),
        (ALIGNED, PAT),
    ],
)
def test_where_proof_is_wanted_only_the_proven_are_answered(
    proof: Authentication | None, to: str | None
) -> None:
    verdict = screened(house=HOUSE.model_copy(update={"proven": True}), proof=proof)
    assert verdict.reply_to == to
    assert verdict.silence == (None if to else "unproven")


def test_the_letter_goes_to_one_person_and_names_nobody_else(ask: Asker) -> None:
    raw = letter(
        "Reply-To: other@evil.example", "Cc: crowd@evil.example", text="lumbar myelogram, LP, which code?"
    )
    reply = ask.raw(raw, PAT).reply
    assert reply is not None
    assert reply.rcpt_to == PAT
    assert b"evil.example" not in reply.raw


def test_the_outcome_says_what_decided_it(ask: Asker) -> None:
    silent = ask.raw(letter("Precedence: bulk"))
    assert (silent.disposition, silent.reason, silent.evidence, silent.reply) == (
        "ignore",
        "precedence",
        "Precedence: bulk",
        None,
    )
    assert ask.raw(letter(text="What is 62304?")).evidence == "the envelope sender"


def test_a_message_without_anything_is_screened() -> None:
    envelope = Envelope(mail_from=PAT, rcpt_to=(DESK,), received_at=NOW)
    house = House(addresses=(DESK,), caps=Caps())
    assert screen(Message(), envelope, house, Counts()).reply_to == PAT
