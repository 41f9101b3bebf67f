"""`consultant demo`: one question and its reply, through real SMTP on both sides, in a few seconds."""

import asyncio
import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import format_datetime, localtime, make_msgid
from typing import TYPE_CHECKING, Annotated, Any

import typer

from consultant.cli.common import DEFAULT_CONFIG, ConfigFolder, settings_from, stop

if TYPE_CHECKING:
    from consultant.config.settings import Settings
    from consultant.desk.answering import Consult

QUESTION = """\
Hi,

cervical and lumbar myelogram by lumbar puncture, one radiologist put
in the contrast and read the images. Is that 62302 plus 62304?

Thanks
Dana, Coding, Quincy, IL 62305
"""
ASKER = "dana@clinic.example"
PATIENCE = 10.0


def demo(
    config: ConfigFolder = DEFAULT_CONFIG,
    question: Annotated[str, typer.Option("--question", "-q", help="Ask this instead.")] = QUESTION,
) -> None:
    """Start a desk, send it a question by SMTP, show question and reply.

    Everything is on this machine and in a temporary folder, the mail relay included; nothing is sent
    anywhere and nothing is kept.

    Example: [bold]consultant demo -q "difference between 62304 and 62305"[/bold]
    """
    import io
    import tempfile

    from consultant.config.reading import ConfigError
    from consultant.desk import maillog
    from consultant.wiring import make_consult

    settings = settings_from(config)
    log = io.StringIO()
    maillog.configure("human", log)
    try:
        consult = make_consult(settings)
    except ConfigError as error:
        stop(str(error))
    letter = _letter(settings.desk.addresses[0], question)
    with tempfile.TemporaryDirectory(prefix="consultant-demo-") as folder:
        reply = asyncio.run(_ask(_demo_settings(settings, folder), consult, letter))
    if reply is None:
        stop(f"no reply came within {PATIENCE:.0f} seconds.\n{log.getvalue()}")
    _show(letter, reply)


def _letter(to: str, question: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"] = f"Dana Coder <{ASKER}>"
    letter["To"] = to
    letter["Subject"] = "Which code?"
    letter["Date"] = format_datetime(localtime())
    letter["Message-ID"] = make_msgid(domain="clinic.example")
    letter.set_content(question)
    return letter


def _demo_settings(settings: "Settings", folder: str) -> "Settings":
    """The operator's settings, but for where mail comes in and where things are kept."""
    return settings.model_copy(
        update={
            "desk": settings.desk.model_copy(update={"data": folder, "database": None}),
            "listen": settings.listen.model_copy(update={"host": "127.0.0.1", "port": 0}),
        }
    )


async def _ask(settings: "Settings", consult: "Consult", letter: EmailMessage) -> Message | None:
    """The reply as it arrives at the stand-in for a relay; None if none arrives."""
    from consultant.app import Desk
    from consultant.config.settings import RelaySettings

    arrived: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
    stand_in = await _stand_in(arrived)
    relay = RelaySettings(host="127.0.0.1", port=stand_in.sockets[0].getsockname()[1])
    desk = Desk(settings.model_copy(update={"relay": relay}), consult)
    host, port = await desk.start()
    try:
        await asyncio.to_thread(_send, host, port, letter)
        return message_from_bytes(await asyncio.wait_for(arrived, PATIENCE), policy=policy.default)
    except TimeoutError:
        return None
    finally:
        await desk.stop()
        stand_in.close()


async def _stand_in(arrived: "asyncio.Future[bytes]") -> asyncio.Server:
    """Something that takes mail as a relay does, on loopback, and gives it to us."""
    from aiosmtpd.smtp import SMTP

    class Keep:
        async def handle_DATA(self, smtp: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            if not arrived.done():
                arrived.set_result(envelope.content)
            return "250 OK"

    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: SMTP(Keep(), hostname="relay.example", loop=loop), "127.0.0.1", 0)


def _send(host: str, port: int, letter: EmailMessage) -> None:
    with smtplib.SMTP(host, port, timeout=PATIENCE) as client:
        client.send_message(letter)


def _show(letter: EmailMessage, reply: Message) -> None:
    from rich.console import Console

    console = Console()
    console.print(_panel(letter, ("From", "To", "Subject"), "The question", "cyan"))
    console.print(
        _panel(reply, ("From", "To", "Subject", "In-Reply-To", "Auto-Submitted"), "The reply", "green")
    )


def _panel(letter: Message, names: tuple[str, ...], title: str, colour: str) -> Any:
    from rich.panel import Panel
    from rich.text import Text

    shown = Text()
    for name in names:
        if letter[name]:
            shown.append(f"{name}: ", style="bold").append(f"{letter[name]}\n")
    shown.append("\n").append(_text_of(letter).strip())
    return Panel(shown, title=title, title_align="left", border_style=colour, padding=(1, 2))


def _text_of(letter: Message) -> str:
    body = letter.get_body(("plain",)) if isinstance(letter, EmailMessage) else None
    return str(body.get_content()) if body is not None else ""
