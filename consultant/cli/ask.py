"""`consultant ask`: what would the desk reply? Sends nothing, stores nothing."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from consultant.consult import Consulted

_SENDER = "you@example.org"


def ask(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE.eml]...", help="Raw messages; - is standard input.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", "-t", help="A plain question instead of a message.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One machine-readable object per message.")] = False,
    config: ConfigFolder = DEFAULT_CONFIG,
) -> None:
    """Print the reply a sender would get.

    Examples:

    [bold]consultant ask --text "cervical and lumbar myelogram, one radiologist, which code?"[/bold]

    [bold]consultant ask --json question.eml[/bold]
    """
    from consultant.config.reading import ConfigError
    from consultant.wiring import make_consultant

    settings = settings_from(config)
    try:
        consultant = make_consultant(settings)
    except ConfigError as error:
        stop(str(error))
    now = datetime.now(UTC)
    for name, raw in _messages(files, text):
        from consultant.mail.message import Counts, Envelope

        envelope = Envelope(
            mail_from=_envelope_sender(raw), rcpt_to=settings.desk.addresses[:1], received_at=now
        )
        message_id = f"<ask@{settings.hostname}>"
        outcome = consultant.consult(raw, envelope, Counts(), message_id, now)
        _print(name, outcome, as_json)


def _messages(files: list[Path] | None, text: str | None) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each message asked about."""
    if text is not None:
        yield "--text", _letter(text)
        return
    if not files and sys.stdin.isatty():
        stop("expected a FILE.eml, --text, or a message on standard input; see consultant ask --help.")
    for path in files or [Path("-")]:
        try:
            yield str(path), sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        except OSError as error:
            stop(f"{path}: cannot be read: {(error.strerror or 'unknown').lower()}.")


def _letter(text: str) -> bytes:
    letter = EmailMessage()
    letter["From"] = _SENDER
    letter["Message-ID"] = "<question@example.org>"
    letter.set_content(text)
    return letter.as_bytes()


def _envelope_sender(raw: bytes) -> str:
    """What SMTP would have said: Return-Path where the message has one, else the address in From."""
    head = message_from_bytes(raw.partition(b"\r\n\r\n")[0].partition(b"\n\n")[0] + b"\n\n")
    path = head.get("Return-Path")
    if path is not None:
        return parseaddr(str(path))[1]
    return parseaddr(str(head.get("From", "")))[1]


def _print(name: str, outcome: "Consulted", as_json: bool) -> None:
    if as_json:
        from consultant.machine_readable import machine_readable

        print(json.dumps(machine_readable(name, outcome), ensure_ascii=False), flush=True)
        return
    if outcome.reply is None:
        why = f": {outcome.evidence}" if outcome.evidence else ""
        print(f"(no reply: {outcome.reason}{why})\n")
        return
    print(f"To: {outcome.reply.rcpt_to}\nSubject: {outcome.reply.subject}\n\n{outcome.reply.text}")
