"""Settings in, the desk's mind out: knowledge and templates read once, plugged into `Consultant`."""

import os
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from consultant.config.knowledge import Knowledge, load_knowledge
from consultant.config.reading import DKIM_KEY, ConfigError
from consultant.config.settings import Settings
from consultant.config.templates import load_letters
from consultant.consult import Consultant
from consultant.editions.catalogue import Catalogue
from consultant.mail.limits import ReadingLimits
from consultant.mail.message import Counts, Envelope
from consultant.mail.outcome import Outcome
from consultant.mail.results import domain_of
from consultant.mail.screen import Caps, House

if TYPE_CHECKING:
    from consultant.desk.answering import Consult
    from consultant.desk.signing import Signer


def make_consultant(settings: Settings, knowledge: Knowledge | None = None) -> Consultant:
    """The consultant of these settings. Raises ConfigError with one sentence."""
    knowledge = knowledge or knowledge_of(settings)
    return Consultant(
        knowledge.edition,
        knowledge.reader,
        load_letters(templates_of(settings), knowledge.edition),
        house=house_of(settings),
        name=settings.desk.name,
        mail_from=settings.desk.reply_from,
        limits=ReadingLimits(**settings.reading.model_dump()),
        thanks=settings.desk.thanks == "line",
    )


def house_of(settings: Settings) -> House:
    """Whose desk it is, and whom its operator wants answered."""
    desk, caps = settings.desk, settings.caps
    return House(
        addresses=desk.addresses,
        aliases=(*desk.aliases, *((desk.reply_from,) if desk.reply_from else ())),
        allow=desk.allow,
        bounce=desk.bounces,
        proven=settings.senders.proven,
        caps=Caps(hour=caps.hour, day=caps.day, thread=caps.thread, same_text=caps.same_text),
    )


def make_consult(settings: Settings) -> "Consult":
    """The function that the answer loop calls. Raises ConfigError with one sentence."""
    return Mind(settings)


class Mind:
    """Consults, and picks up another edition when one is chosen: each mail sees one edition from its
    beginning to its end, and none waits for the switch. An edition that cannot be opened leaves the old one
    in use."""

    def __init__(self, settings: Settings) -> None:
        self._catalogue = catalogue_of(settings)
        self._signer = make_signer(settings, os.environ)
        self._switching = threading.Lock()
        self._mark = self._catalogue.mark()
        knowledge = knowledge_of(settings)
        self._edition = knowledge.edition
        self._consultant = make_consultant(settings, knowledge)

    def __call__(
        self,
        raw: bytes,
        envelope: Envelope,
        counts: Counts,
        message_id: str,
        now: datetime,
        unread: str = "",
        earlier: Sequence[bytes] = (),
    ) -> Outcome:
        if self._catalogue.mark() != self._mark and self._switching.acquire(blocking=False):
            try:
                self._switch(now)
            finally:
                self._switching.release()
        outcome = self._consultant.consult(raw, envelope, counts, message_id, now, unread, earlier)
        if outcome.reply is None or self._signer is None:
            return outcome
        reply = outcome.reply.model_copy(update={"raw": self._signer.sign(outcome.reply.raw)})
        return outcome.model_copy(update={"reply": reply})

    def _switch(self, now: datetime) -> None:
        from consultant.desk import maillog  # half of what a process that answers would load at its start

        self._mark = self._catalogue.mark()
        try:
            published = self._catalogue.open(now)
            self._consultant = self._consultant.over(self._edition.with_published(published))
        except ConfigError as error:
            maillog.edition_refused(str(error))
        else:
            maillog.edition(published.name)


def catalogue_of(settings: Settings) -> Catalogue:
    """The editions of these settings."""
    return Catalogue(settings.data_folder / "editions", settings.folder / "knowledge" / "figures")


def make_signer(settings: Settings, environment: Mapping[str, str]) -> "Signer | None":
    """Who signs the replies, if they are to be signed. Raises ConfigError."""
    dkim = settings.dkim
    if dkim is None:
        return None
    from consultant.desk.signing import Signer  # late: few desks sign, and every process would load it

    where = str(settings.folder / dkim.key) if dkim.key else f"environment, {DKIM_KEY}"
    try:
        key = Path(where).read_bytes() if dkim.key else environment.get(DKIM_KEY, "").encode()
        return Signer(dkim.domain or domain_of(settings.desk.addresses[0]), dkim.selector, key)
    except OSError as error:
        raise ConfigError(f"{where}: expected the key of [dkim] here, found: {error.strerror}.") from error
    except ValueError as error:
        raise ConfigError(f"{where}: expected a private key for [dkim], found {error}.") from error


def knowledge_of(settings: Settings) -> Knowledge:
    """What lies in the settings' knowledge folder, over the edition in use. Raises ConfigError."""
    published = catalogue_of(settings).open(datetime.now(UTC))
    return load_knowledge(settings.folder / "knowledge", published)


def templates_of(settings: Settings) -> Path:
    """Where the reply templates lie."""
    return (settings.folder / settings.desk.templates / "reply").resolve()
