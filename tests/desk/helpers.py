# ruff: noqa: N802 - aiosmtpd finds hooks by these names
"""A desk and a relay for tests: real sockets, a real SQLite file, event loops in threads of their own."""

import asyncio
import smtplib
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP

from consultant.answer.disposition import Disposition
from consultant.app import Desk
from consultant.config.settings import Settings
from consultant.desk.answering import Consult
from consultant.mail.message import Counts, Envelope, Reply, Silence
from consultant.mail.outcome import Outcome

T = TypeVar("T")
US = "consult@desk.example"
DANA = "dana@clinic.example"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TAIL = 200_000  # characters of a log
MAIL = b"From: dana@clinic.example\r\nSubject: a question\r\n\r\nWhich code?\r\n"


def make_settings(folder: Path, relay_port: int | None = None, **sections: dict[str, Any]) -> Settings:
    """Settings for a test: a free port, everything under `folder`, retries without jitter."""
    document: dict[str, dict[str, Any]] = {
        "desk": {"addresses": (US,), "data": str(folder)},
        "listen": {"port": 0, "drain": 5},
        "retry": {"jitter": 0},
    }
    if relay_port is not None:
        document["relay"] = {"host": "127.0.0.1", "port": relay_port, "timeout": 2}
    for name, section in sections.items():
        document[name] = document.get(name, {}) | section
    return Settings.model_validate(document)


def make_reply(message_id: str, to: str, text: str = "The code is 62305.") -> Reply:
    headers = (("To", to), ("Message-ID", message_id), ("Auto-Submitted", "auto-replied"))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    raw = f"{head}\r\n{text}\r\n".encode()
    return Reply(
        message_id=message_id,
        mail_from="",
        rcpt_to=to,
        subject="",
        headers=headers,
        text=text,
        html="",
        raw=raw,
    )


def answer(to: str = DANA, message_id: str = "<reply-1@desk.example>", text: str = "62305") -> Outcome:
    return Outcome(disposition=Disposition.ANSWER, reply=make_reply(message_id, to, text))


def consult_kindly(raw: bytes, envelope: Envelope, counts: Counts, message_id: str, now: datetime) -> Outcome:
    """Answers everybody who has an address."""
    if not envelope.mail_from:
        return Outcome(disposition=Disposition.IGNORE, reason=Silence.NULL_SENDER.value)
    return answer(envelope.mail_from, message_id, "The code is 62305.")


class LoopThread:
    """An event loop that runs while the test uses blocking clients."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T], timeout: float = 10) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


class RunningDesk:
    """A desk that runs until the end of the `with`."""

    def __init__(self, settings: Settings, consult: Consult = consult_kindly, **options: Any) -> None:
        self.settings = settings
        self._consult = consult
        self._options = {"look_every": 0.05, "busy_timeout": 0.2, **options}

    def __enter__(self) -> "RunningDesk":
        self.thread = LoopThread()
        self.desk = self.thread.run(self._make())
        try:
            self.host, self.port = self.thread.run(self.desk.start())
        except BaseException:
            self.thread.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.thread.close()

    def stop(self) -> None:
        if self.desk is not None:
            desk, self.desk = self.desk, None
            self.thread.run(desk.stop(), 20)

    async def _make(self) -> Any:
        return Desk(self.settings, self._consult, **self._options)

    @property
    def store(self) -> Any:
        return self.desk.store

    def client(self) -> smtplib.SMTP:
        return smtplib.SMTP(self.host, self.port, local_hostname="client.example", timeout=30)

    def send(self, raw: bytes = MAIL, sender: str = DANA, to: str = US) -> None:
        with self.client() as client:
            client.sendmail(sender, [to], raw)

    def entries(self) -> Any:
        return self.thread.run(self.store.entries())

    def wait_for(self, state: str, count: int = 1) -> Any:
        """Until so many mails or replies are in a state; which they are."""

        def there() -> Any:
            found = self.thread.run(self.store.entries(state))
            return found if len(found) >= count else None

        return wait_until(there)


class Sink:
    """A relay that keeps what it is given. `says` may answer a recipient or a mail with something else."""

    def __init__(self, **options: Any) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.says: dict[str, str] = {}
        self.connections = 0
        self.options = options
        self._transports: list[asyncio.BaseTransport] = []

    def __enter__(self) -> "Sink":
        self.thread = LoopThread()
        self.port = self.thread.run(self._listen(getattr(self, "port", 0)))
        return self

    def __exit__(self, *_: object) -> None:
        self.thread.run(self._close())
        self.thread.close()

    async def _listen(self, port: int) -> int:
        self._server = await asyncio.get_running_loop().create_server(self._converse, "127.0.0.1", port)
        return int(self._server.sockets[0].getsockname()[1])

    def _converse(self) -> SMTP:
        self.connections += 1
        return SMTP(
            self, hostname="relay.example", loop=self.thread.loop, enable_SMTPUTF8=True, **self.options
        )

    async def _close(self) -> None:
        self._server.close()
        self.hang_up_now()
        for _ in range(3):
            await asyncio.sleep(0)

    def hang_up_now(self) -> None:
        for transport in self._transports:
            transport.close()

    def hang_up(self) -> None:
        """Close every connection, as relays do with idle ones."""
        self.thread.loop.call_soon_threadsafe(self.hang_up_now)

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, lines: list[str]
    ) -> list[str]:
        self._transports.append(server.transport)
        session.host_name = hostname
        return [line for line in lines if not (self.says.get("EHLO") and "SMTPUTF8" in line)]

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.says:
            return self.says["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.says.get("DATA") == "drop":
            server.transport.abort()
            return "250 never arrives"
        if "DATA" in self.says:
            return self.says["DATA"]
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"

    def wait_for(self, count: int = 1) -> list[tuple[str, list[str], bytes]]:
        wait_until(lambda: len(self.mails) >= count)
        return self.mails


@contextmanager
def shown_if_it_fails(log: Callable[[], str]) -> Iterator[None]:
    """A test that fails within it shows how the log ends."""
    try:
        yield
    except BaseException:
        print(log()[-TAIL:])
        raise


def wait_until(true: Callable[[], T], seconds: float = 60) -> T:
    """What `true` returns as soon as it is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.01)
    raise AssertionError("it did not happen in time")
