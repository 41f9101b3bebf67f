"""What tests share: the knowledge and the consultant of config/, read once; --accept for goldens."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from consultant.config.knowledge import Knowledge, load_knowledge
from consultant.config.templates import load_letters
from consultant.consult import Consultant, Consulted
from consultant.editions.opened import OpenEdition
from consultant.editions.shipped import shipped
from consultant.mail.message import Counts, Envelope
from consultant.mail.screen import House

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DESK = "consult@desk.example"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the replies of tests/cases anew")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    folder = ROOT / "config" / "knowledge"
    published = OpenEdition(shipped(folder / "figures", ROOT / "data" / "editions", NOW))
    return load_knowledge(folder, published)


@pytest.fixture(scope="session")
def consultant(knowledge: Knowledge) -> Consultant:
    letters = load_letters(ROOT / "templates" / "reply", knowledge.edition)
    return Consultant(
        knowledge.edition, knowledge.reader, letters, house=House(addresses=(DESK,)), name="Consult Desk"
    )


class Asker:
    """Asks the consultant as a mail would."""

    def __init__(self, consultant: Consultant) -> None:
        self._consultant = consultant

    def raw(self, raw: bytes, sender: str = "pat@clinic.example", counts: Counts | None = None) -> Consulted:
        envelope = Envelope(mail_from=sender, rcpt_to=(DESK,), received_at=NOW)
        return self._consultant.consult(raw, envelope, counts or Counts(), "<reply-1@desk.example>", NOW)

    def __call__(self, text: str, subject: str = "Question", *fields: str) -> Consulted:
        head = "".join(f"{f}\r\n" for f in fields)
        raw = (
            f"From: Pat Coder <pat@clinic.example>\r\nTo: {DESK}\r\nSubject: {subject}\r\n"
            f"Message-ID: <q1@clinic.example>\r\nContent-Type: text/plain; charset=utf-8\r\n{head}\r\n{text}"
        )
        return self.raw(raw.encode())


@pytest.fixture(scope="session")
def ask(consultant: Consultant) -> Asker:
    return Asker(consultant)
