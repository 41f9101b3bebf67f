"""One SMTP conversation: aiosmtpd's, with the parts replaced that would lose, refuse or slow down real mail.

Every override says what the original does. aiosmtpd is pinned to 1.4, and `tests/desk/test_smtp_same.py`
holds this class against the original, because `_reader._buffer` and `_getaddr` are its private parts.
"""

# ruff: noqa: N802 - aiosmtpd finds commands by these names

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from aiosmtpd.smtp import SMTP, Session, syntax
from aiosmtpd.smtp import Envelope as Transaction

from consultant.desk import maillog
from consultant.desk.smtp_syntax import declared_size, line_fault, path_and_rest, without_dots

COMMAND_LIMIT = 512  # RFC 5321 section 4.5.3.1.4; aiosmtpd adds what extensions add to MAIL
READ = 1 << 18
_END = b"\r\n.\r\n"

TROUBLE = "451 4.3.0 The desk cannot take this just now, please try again later"
CLOSING = b"421 4.3.2 The desk is closing, please come again\r\n"


class Budget:
    """The memory that mails on their way in may take together."""

    def __init__(self, octets: int) -> None:
        self._left = octets

    def take(self, octets: int) -> bool:
        """False if there is not so much; then nothing is taken."""
        if octets > self._left:
            return False
        self._left -= octets
        return True

    def give(self, octets: int) -> None:
        self._left += octets


class Conversation(SMTP):
    """With one client. `busy` from the 354 until the mail is answered for."""

    session: Session
    envelope: Transaction
    data_size_limit: int
    _timeout_handle: asyncio.TimerHandle | None
    _timeout_duration: float
    _handler_coroutine: "asyncio.Task[None]"
    line_length_limit = 1 << 16  # the reader's limit; the one for lines of a mail is `line_limit`

    def __init__(
        self,
        hooks: Any,
        *,
        size_limit: int,
        line_limit: int,
        opened: "Callable[[Conversation], None]",
        budget: Budget | None = None,
        **options: Any,
    ) -> None:
        # aiosmtpd keeps this table on the class, so that one client's EHLO raises the limit for all.
        self.command_size_limits = defaultdict(lambda: COMMAND_LIMIT)
        super().__init__(
            hooks, data_size_limit=size_limit, enable_SMTPUTF8=True, ident="Consultant", **options
        )
        self.line_limit = line_limit
        self._budget = budget or Budget(1 << 62)
        self._holding = 0
        self._crowded = False
        self.busy = False
        self._closing = False
        self._opened = opened

    def __dir__(self) -> list[str]:
        # aiosmtpd looks through dir() twice for every connection; these are all it looks for. No AUTH here.
        return _COMMANDS

    @property
    def task(self) -> "asyncio.Task[None]":
        return self._handler_coroutine

    def _reset_timeout(self, duration: float | None = None) -> None:
        # aiosmtpd makes a new timer for every command; ours is looked at when it runs out.
        self._silent_until = self.loop.time() + (duration or self._timeout_duration)
        if self._timeout_handle is None or self._timeout_handle.cancelled():
            self._timeout_handle = self.loop.call_at(self._silent_until, self._timeout_cb)

    def _timeout_cb(self) -> None:
        if self.loop.time() < self._silent_until:
            self._timeout_handle = self.loop.call_at(self._silent_until, self._timeout_cb)
        else:
            super()._timeout_cb()  # type: ignore[no-untyped-call]

    def _stop_timeout(self) -> None:
        if self._timeout_handle is not None:
            self._timeout_handle.cancel()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._opened(self)

    def close_when_idle(self) -> None:
        """Say 421 now, or after the answer to the mail that is on its way (RFC 5321 section 3.8)."""
        self._closing = True
        if not self.busy:
            self._writer.write(CLOSING)
            self._writer.close()

    def eof_received(self) -> bool:
        # A client that closes its half after the final dot still waits for the answer. aiosmtpd cancels
        # here; we read on to the end, and `handle_exception` ends the conversation there.
        asyncio.StreamReaderProtocol.eof_received(self)
        return self.session.ssl is None

    async def handle_exception(self, error: Exception) -> str:
        # aiosmtpd says "500", which is for good, and quotes the error.
        if isinstance(error, asyncio.IncompleteReadError):
            self.transport = None  # ends aiosmtpd's loop
            self._stop_timeout()
            self.loop.call_soon(self._writer.close)
            return "421 4.4.2 The connection ended"
        maillog.mistake("smtp", error)
        self._reset_timeout()
        if self._closing:
            self.loop.call_soon(self.close_when_idle)
        return TROUBLE

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        # aiosmtpd asks email._header_value_parser, which is slow and raises on odd input.
        return path_and_rest(arg) if arg else ("", "")

    @syntax("MAIL FROM: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_MAIL(self, arg: str | None) -> None:
        if declared_size(arg or "") > self.data_size_limit:
            await self.push(self._too_big())
            return
        await super().smtp_MAIL(arg)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:
        # aiosmtpd awaits once per line, lets its idle timer run while the mail is stored, and leaves the
        # transaction open after an error.
        if await self.check_helo_needed():
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 Error: need RCPT command")
            return
        if arg:
            await self.push("501 Syntax: DATA")
            return
        self.busy = True
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            data, size = await self._read_data()
            self._stop_timeout()
            await self.push(await self._take(data, size))
            self._reset_timeout()
        finally:
            self.busy = False
            self._budget.give(self._holding)
            self._holding = 0
            self._set_post_data_state()  # type: ignore[no-untyped-call]
        if self._closing:
            self.close_when_idle()

    async def _read_data(self) -> tuple[bytearray, int]:
        """What stands before CRLF.CRLF, the only end of a mail (RFC 5321 section 4.1.1.4), and its size.

        Of a mail far too big, or one too many, only the size is kept: it is read to its end, for only there
        may it be refused.
        """
        # Beginning with a CRLF makes one search find the dot on the first line as well.
        data, seen, dropped = bytearray(b"\r\n"), 0, 0
        self._crowded = False
        while (end := data.find(_END, seen)) < 0:
            # Dots at the beginning of lines come doubled and do not count (RFC 1870 section 5).
            if self._crowded or len(data) > self.data_size_limit * 4 // 3 + len(_END):
                dropped += max(0, len(data) - len(_END) + 1)
                del data[: -len(_END) + 1]
            seen = max(0, len(data) - len(_END) + 1)
            chunk = await self._reader.read(READ)
            if not chunk:
                raise asyncio.IncompleteReadError(b"", None)
            self._reset_timeout()
            if self._budget.take(len(chunk)):
                self._holding += len(chunk)
            else:
                self._crowded = True
            data += chunk
        # What a pipelining client sent after its mail goes back (RFC 2920 section 3.1).
        self._reader._buffer[:0] = data[end + len(_END) :]  # type: ignore[attr-defined]
        del data[end + 2 :], data[:2]
        return data, dropped + len(data)

    async def _take(self, data: bytearray, size: int) -> str:
        """The answer to a whole mail."""
        if self._crowded:
            maillog.refused("too many mails at once", peer_of(self.session))
            return "452 4.3.1 Too many mails at once, please come again later"
        content = without_dots(data)
        if size > len(data) or len(content) > self.data_size_limit:
            return self._too_big()
        if fault := line_fault(data, self.line_limit):
            maillog.refused(fault, peer_of(self.session))
            return f"550 5.6.0 {fault}"
        self.envelope.content = self.envelope.original_content = content
        return str(await self._call_handler_hook("DATA"))

    def _too_big(self) -> str:
        maillog.refused("larger than the size limit", peer_of(self.session))
        return f"552 5.3.4 A mail may have {self.data_size_limit} octets here"


_COMMANDS = [
    name
    for name in dir(SMTP)
    if name.startswith("smtp_") and name not in ("smtp_AUTH", "smtp_EXPN", "smtp_STARTTLS")
]


def peer_of(session: Session) -> str:
    """The client's address; it may be gone already."""
    return str(session.peer[0]) if session.peer else "?"
