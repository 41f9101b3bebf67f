"""The log: named events, one function each, and never content.

Addresses appear as in any mail server's log. No subject, no text; of an error of ours only its kind and
its place, because its message might quote a mail; of a relay's answer only the code, for the same reason.
Both are kept in the store, where `consultant desk show` finds them.
"""

import logging
import sys
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TextIO

import structlog

from consultant.desk import metrics

_log: Any = structlog.get_logger()


class _Lines:
    """A logger that writes lines. One that cannot be written is lost: a full disk must not end the desk."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        with suppress(OSError):
            self._stream.write(f"{line}\n")
            self._stream.flush()

    info = warning = error = msg


def configure(form: Literal["human", "json"], stream: TextIO | None = None) -> None:
    """Lines for a person or for a machine, on standard error."""
    global _log
    stream = stream or sys.stderr
    human = structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=18)
    structlog.configure(
        processors=[
            metrics.count,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            human if form == "human" else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=lambda *_: _Lines(stream),
    )
    _log = structlog.get_logger().bind()  # bound once, not with every line
    # aiosmtpd logs every command and, at DEBUG, every line of a mail; apscheduler the words of every error.
    for name in ("mail.log", "apscheduler.executors.default"):
        logging.getLogger(name).disabled = True


def listening(host: str, port: int) -> None:
    _log.info("listening", host=host, port=port)


def listening_lmtp(where: str) -> None:
    _log.info("listening-lmtp", where=where)


def certificate_unready(error: BaseException) -> None:
    """It was to be read again and could not be; the one before stays in use."""
    _log.error("certificate-unready", why=str(error))


def no_relay(folder: Path) -> None:
    _log.warning("no-relay", replies_are_written_to=str(folder))


def stopping() -> None:
    _log.info("stopping")


def cut_off(conversations: int) -> None:
    """These did not finish in the time given; nothing of theirs had been accepted."""
    _log.warning("cut-off", conversations=conversations)


def stopped() -> None:
    _log.info("stopped")


def accepted(
    number: int, sender: str, recipients: tuple[str, ...], size: int, peer: str, took: float
) -> None:
    """`took` is the time until it was on disk, in seconds."""
    about = {"sender": _path(sender), "to": list(recipients), "size": size, "peer": peer}
    _log.info("accepted", id=number, **about, took=round(took, 4))


def accepted_again(number: int, sender: str, peer: str) -> None:
    """The very same mail was stored before; its sender must have lost our 250."""
    _log.info("accepted-again", id=number, sender=_path(sender), peer=peer)


def refused(why: str, peer: str, address: str = "") -> None:
    _log.info("refused", why=why, peer=peer, **({"address": address} if address else {}))


def answered(
    number: int, disposition: str, reason: str | None, to: str | None, waited: float, took: float
) -> None:
    """`waited` is the time in the store, `took` that of the answer, in seconds."""
    times = {"waited": round(waited, 4), "took": round(took, 4)}
    _log.info("answered", id=number, disposition=disposition, reason=reason, to=to, **times)


def lease_lost(number: int) -> None:
    """Another worker took the mail meanwhile; our outcome was dropped."""
    _log.warning("lease-lost", id=number)


def crashed(number: int, why: str) -> None:
    """The process that was answering this mail died; another will try."""
    _log.error("crashed", id=number, why=why)


def crew_short(why: str) -> None:
    """One of the processes that answer could not be started."""
    _log.error("crew-short", why=why)


def postponed(number: int, until: datetime) -> None:
    """It could not be decided yet, as when DNS gives no answer about its sender."""
    _log.info("postponed", id=number, until=until.isoformat(timespec="seconds"))


def held(number: int, error: str, at: str) -> None:
    _log.error("held", id=number, error=error, at=at)


def bounced(number: int, reply: int) -> None:
    """A mail that says that a reply of ours could not be delivered; the reply is marked as failed."""
    _log.warning("bounced", id=number, reply=reply)


def delivered(number: int, to: str, attempt: int, took: float, age: float) -> None:
    """`took` is the time the relay needed, `age` that since the mail was accepted, in seconds."""
    _log.info("delivered", id=number, to=to, attempt=attempt, took=round(took, 4), age=round(age, 4))


def deferred(number: int, to: str, attempt: int, next_at: datetime, kind: str, code: int | None) -> None:
    again = next_at.isoformat(timespec="seconds")
    _log.warning("deferred", id=number, to=to, attempt=attempt, next=again, error=kind, code=code)


def failed(number: int, to: str, attempt: int, kind: str, code: int | None) -> None:
    """Kept and shown by `consultant desk list --state failed`."""
    _log.error("failed", id=number, to=to, attempt=attempt, error=kind, code=code)


def given_up(number: int) -> None:
    _log.error("given-up", id=number)


def clock_mended(letters: int) -> None:
    """These were due at times that only a clock that was wrong could have set; they are due now."""
    _log.warning("clock-mended", letters=letters)


def purged(mails: int) -> None:
    _log.info("purged", mails=mails)


def edition(name: str) -> None:
    """Another edition of the published files was chosen and is in use from now on."""
    _log.info("edition", name=name)


def edition_refused(why: str) -> None:
    """The edition chosen cannot be opened; the one before stays in use."""
    _log.error("edition-refused", why=why)


def store_unready(error: BaseException | str) -> None:
    """The store's own reason ("database is locked") holds no content."""
    _log.error("store-unready", why=str(error))


def mistake(where: str, error: BaseException) -> None:
    """An error of ours outside any one mail."""
    _log.error("mistake", where=where, error=type(error).__name__, at=place(error))


def place(error: BaseException) -> str:
    """Where an error came from, innermost first, without its message."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-4:])
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)


def _path(sender: str) -> str:
    return f"<{sender}>"
