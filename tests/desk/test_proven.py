"""A desk that answers only proven senders."""

from pathlib import Path
from typing import Any

from consultant.answer.disposition import Disposition
from consultant.desk.proof.undecided import Undecided
from consultant.mail.message import Authentication, Counts, Envelope
from consultant.mail.outcome import Outcome
from tests.desk.helpers import MAIL, RunningDesk, consult_kindly, make_settings, wait_until


class Proof:
    """Says of each mail what the test wants."""

    def __init__(self) -> None:
        self.says: Authentication | None = None
        self.asked = 0
        self.threads = 1

    async def __call__(self, raw: bytes, envelope: Envelope) -> Authentication:
        self.asked += 1
        if self.says is None:
            raise Undecided("spf=temperror")
        return self.says

    def close(self) -> None:
        pass


def consult(raw: bytes, envelope: Envelope, counts: Counts, *given: Any) -> Outcome:
    if envelope.authentication is None or not envelope.authentication.path:
        return Outcome(disposition=Disposition.IGNORE, reason="unproven")
    return consult_kindly(raw, envelope, counts, *given)


def test_the_verdict_gates_the_reply_and_not_the_mail(tmp_path: Path) -> None:
    proof = Proof()
    with RunningDesk(make_settings(tmp_path), consult, authenticator=proof) as desk:
        proof.says = Authentication(evidence="spf=fail")
        desk.send()
        assert desk.wait_for("done")[0].reason == "unproven"
        proof.says = Authentication(path="spf", evidence="spf=pass")
        desk.send(MAIL + b"again\r\n")
        assert desk.wait_for("sent")[0].number == 2


def test_while_dns_is_silent_the_mail_waits(tmp_path: Path) -> None:
    proof = Proof()
    with RunningDesk(make_settings(tmp_path), consult, authenticator=proof) as desk:
        desk.send()
        entry = wait_until(lambda: next((e for e in desk.entries() if e.evidence), None))
        assert (entry.state, entry.evidence, entry.reply_state) == ("received", "spf=temperror", None)
        assert proof.asked == 1


def test_the_null_sender_is_not_asked_about(tmp_path: Path) -> None:
    proof = Proof()
    with RunningDesk(make_settings(tmp_path), authenticator=proof) as desk:
        desk.send(sender="")
        desk.wait_for("done")
    assert proof.asked == 0
