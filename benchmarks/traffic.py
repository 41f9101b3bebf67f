"""Mail for a desk and a relay for its replies, both lean, so that what they cost is small beside the desk.

Each question is a real one of tests/cases under a sender and a Message-ID of its own. The relay notes when
each reply came; by its recipient it is known which question it answers.
"""

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

from benchmarks.started import ADDRESS, ROOT

_HEAD = re.compile(rb"^(From|To|Message-ID|In-Reply-To|References):.*\r?\n(?:[ \t].*\r?\n)*", re.I | re.M)
CASES = (
    "two-regions",
    "missing-facts",
    "difference",
    "visit-with-injection",
    "two-questions",
    "c1-c2-puncture",
)


def questions() -> list[bytes]:
    """The texts of a few cases that are answered, without the fields that are different in each mail."""
    found = []
    for name in CASES:
        raw = (ROOT / "tests" / "cases" / f"{name}.eml").read_bytes().replace(b"\r\n", b"\n")
        found.append(_HEAD.sub(b"", raw).replace(b"\n", b"\r\n"))
    return found


def sender(number: int) -> str:
    return f"coder{number}@clinic{number % 997}.example"


class Mails:
    """Numbered mails, from `first` on."""

    def __init__(self, first: int = 0) -> None:
        self._texts = questions()
        self._next = first

    def take(self) -> tuple[int, bytes]:
        number = self._next
        self._next += 1
        message_id = f"<{number}.{time.time_ns()}@clinic.example>"
        head = f"From: {sender(number)}\r\nTo: {ADDRESS}\r\nMessage-ID: {message_id}\r\n"
        return number, head.encode() + self._texts[number % len(self._texts)]


class Client:
    """One kept connection to a desk."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def open(self) -> "Client":
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        await self._reader.readline()
        self._writer.write(b"EHLO client.example\r\n")
        while (await self._reader.readline())[3:4] == b"-":
            pass
        return self

    async def send(self, number: int, raw: bytes) -> None:
        """Returns when the desk has said 250."""
        self._writer.write(f"MAIL FROM:<{sender(number)}>\r\nRCPT TO:<{ADDRESS}>\r\nDATA\r\n".encode())
        for _ in range(3):
            said = await self._reader.readline()
        assert said.startswith(b"354"), said
        self._writer.write(raw + b"\r\n.\r\n")
        said = await self._reader.readline()
        assert said.startswith(b"250"), said

    def close(self) -> None:
        self._writer.close()


class Relay(asyncio.Protocol):
    """Takes whatever it is given; `arrived` is the time by the number of the question."""

    arrived: dict[int, float]

    def __init__(self) -> None:
        self._data = False
        self._buffer = b""
        self._to = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 relay.example\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            end = b"\r\n.\r\n" if self._data else b"\r\n"
            what, found, rest = self._buffer.partition(end)
            if not found:
                return
            self._buffer = rest
            self._transport.write(self._ended() if self._data else self._command(what))

    def _ended(self) -> bytes:
        self._data = False
        type(self).arrived[self._to] = time.perf_counter()
        return b"250 OK\r\n"

    def _command(self, line: bytes) -> bytes:
        verb = line[:4].upper()
        if verb == b"EHLO":
            return b"250-relay.example\r\n250-8BITMIME\r\n250 PIPELINING\r\n"
        if verb == b"RCPT":
            found = re.search(rb"coder(\d+)@", line)
            self._to = int(found[1]) if found else -1
        if verb == b"DATA":
            self._data = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if verb == b"QUIT" else b"250 OK\r\n"


@contextlib.asynccontextmanager
async def relay(port: int) -> AsyncIterator[type[Relay]]:
    """Runs in this process. Desks keep their connections to it, so it stays for as long as they run."""
    Relay.arrived = {}
    server = await asyncio.get_running_loop().create_server(Relay, "127.0.0.1", port)
    try:
        yield Relay
    finally:
        server.close()


def folder_size(folder: Path) -> float:
    """MB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
