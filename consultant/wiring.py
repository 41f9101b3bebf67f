"""Settings in, the desk's mind out: knowledge and templates read once, plugged into `Consultant`."""

from functools import partial
from pathlib import Path

from consultant.config.knowledge import Knowledge, load_knowledge, load_release
from consultant.config.settings import Settings
from consultant.config.templates import load_letters
from consultant.consult import Consultant
from consultant.desk.answering import Consult
from consultant.mail.screen import Caps, House


def make_consultant(settings: Settings) -> Consultant:
    """The consultant of these settings. Raises ConfigError with one sentence."""
    knowledge = knowledge_of(settings)
    return Consultant(
        knowledge.edition,
        knowledge.reader,
        load_letters(templates_of(settings), knowledge.edition),
        house=house_of(settings),
        name=settings.desk.name,
        mail_from=settings.desk.reply_from,
    )


def house_of(settings: Settings) -> House:
    """Whose desk it is, and whom its operator wants answered."""
    desk, caps = settings.desk, settings.caps
    return House(
        addresses=desk.addresses,
        aliases=(*desk.aliases, *((desk.reply_from,) if desk.reply_from else ())),
        allow=desk.allow,
        bounce=desk.bounces,
        caps=Caps(hour=caps.hour, day=caps.day, thread=caps.thread, same_text=caps.same_text),
    )


def make_consult(settings: Settings) -> Consult:
    """The function that the answer loop calls. Raises ConfigError with one sentence."""
    return partial(Consultant.consult, make_consultant(settings))


def edition_name(settings: Settings) -> str:
    """The name and date of the edition in use. Raises ConfigError."""
    release = load_release(settings.folder / "knowledge" / "edition.toml")
    return f"{release.name} {release.date}"


def knowledge_of(settings: Settings) -> Knowledge:
    """What lies in the settings' knowledge folder. Raises ConfigError."""
    return load_knowledge(settings.folder / "knowledge")


def templates_of(settings: Settings) -> Path:
    """Where the reply templates lie."""
    return (settings.folder / settings.desk.templates / "reply").resolve()
