"""One SMTP conversation: aiosmtpd's, with the parts replaced that would lose, refuse or slow down real mail.

Every override says what the original does. aiosmtpd is pinned to 1.4, and `tests/desk/test_smtp_same.py`
holds this class against the original, because `_reader._buffer` and `_getaddr` are its private parts.
"""

# ruff: noqa: N802 - aiosmtpd finds commands by these names

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from aiosmtpd.smtp import SMTP, TLSSetupException, syntax

from consultant.desk import maillog
from consultant.desk.gate import Gate
from consultant.desk.peer import peer_of
from consultant.desk.smtp_data import Budget, DataPhase
from consultant.desk.smtp_login import Login, Security
from consultant.desk.smtp_syntax import declared_size, path_and_rest

COMMAND_LIMIT = 512  # RFC 5321 section 4.5.3.1.4; aiosmtpd adds what extensions add to MAIL

TROUBLE = "451 4.3.0 The desk cannot take this just now, please try again later"


COMMANDS = tuple(
    name for name in dir(SMTP) if name.startswith("smtp_") and name not in ("smtp_AUTH", "smtp_EXPN")
)
_LOGIN = ("smtp_AUTH", "auth_PLAIN", "auth_LOGIN")


class Conversation(DataPhase, Login):
    """With one client."""

    commands: tuple[str, ...] = COMMANDS

    _handler_coroutine: "asyncio.Task[None]"
    _turned_away = False
    line_length_limit = 1 << 16  # the reader's limit; the one for lines of a mail is `line_limit`

    def __init__(
        self,
        hooks: Any,
        *,
        size_limit: int,
        line_limit: int,
        opened: "Callable[[Conversation], None]",
        budget: Budget | None = None,
        gate: Gate | None = None,
        security: Security | None = None,
        greeting_delay: float = 0,
        **options: Any,
    ) -> None:
        self._security = security = security or Security()
        # aiosmtpd keeps this table on the class, so that one client's EHLO raises the limit for all.
        self.command_size_limits = defaultdict(lambda: COMMAND_LIMIT)
        super().__init__(
            hooks,
            data_size_limit=size_limit,
            enable_SMTPUTF8=True,
            ident="Consultant",
            tls_context=security.tls,
            require_starttls=security.required and not security.trusted,
            **options,
        )
        self.line_limit = line_limit
        self._budget = budget or Budget(1 << 62)
        self._holding = 0
        self._crowded = False
        self.busy = False
        self._closing = False
        self._opened = opened
        self._gate, self._entered = gate, ""
        self._greeting_delay = greeting_delay

    def __dir__(self) -> list[str]:
        # aiosmtpd looks through dir() twice for every connection; these are all it looks for.
        return [*self.commands, *(_LOGIN if self._security.submitters else ())]

    @property
    def task(self) -> "asyncio.Task[None]":
        return self._handler_coroutine

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._original_transport is not None:  # it is the same client, over TLS from here on
            super().connection_made(transport)
            return
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if peer else ""
        if self._gate is not None and not self._let_in(self._gate, address, transport):
            return
        super().connection_made(transport)
        self._opened(self)

    def _let_in(self, gate: Gate, address: str, transport: asyncio.BaseTransport) -> bool:
        assert isinstance(transport, asyncio.Transport)
        if why := gate.enter(address):
            maillog.refused(why, address or "?")
            transport.write(f"421 4.3.2 {why.capitalize()}, please come again later\r\n".encode())
            transport.close()
            self._turned_away = True
            return False
        self._entered = address or "?"
        if gate.trusts(address):
            self.require_starttls, self._greeting_delay = False, 0
        return True

    def connection_lost(self, error: Exception | None) -> None:
        if self._turned_away:
            return
        if self._gate is not None and self._entered:
            self._gate.leave("" if self._entered == "?" else self._entered)
            self._entered = ""
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        if self._greeting_delay and not await self._has_patience():
            return
        await super()._handle_client()

    async def _has_patience(self) -> bool:
        """Programs that send no real mail do not wait for the greeting (RFC 5321 section 3.1)."""
        await asyncio.sleep(self._greeting_delay)
        if not self._reader._buffer and not self._reader.at_eof():  # type: ignore[attr-defined]
            return True
        maillog.refused("spoke before the greeting", peer_of(self.session))
        await self.push("554 5.5.1 Wait for the greeting")
        self._writer.close()
        return False

    def eof_received(self) -> bool:
        # A client that closes its half after the final dot still waits for the answer. aiosmtpd cancels
        # here; we read on to the end, and `handle_exception` ends the conversation there.
        asyncio.StreamReaderProtocol.eof_received(self)
        return self.session.ssl is None

    async def handle_exception(self, error: Exception) -> str:
        # aiosmtpd says "500", which is for good, and quotes the error.
        if isinstance(error, TLSSetupException):
            maillog.refused("no TLS", peer_of(self.session))
            return ""
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

    async def smtp_STARTTLS(self, arg: str) -> None:
        # aiosmtpd would begin TLS within TLS. What came in the clear after the command it throws away.
        if self._tls_protocol is not None:
            await self.push("503 5.5.1 This is TLS already")
            return
        await super().smtp_STARTTLS(arg)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        # aiosmtpd asks email._header_value_parser, which is slow and raises on odd input.
        return path_and_rest(arg) if arg else ("", "")

    @syntax("MAIL FROM: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_MAIL(self, arg: str | None) -> None:
        if declared_size(arg or "") > self.data_size_limit:
            await self.push(self._too_big())
            return
        await super().smtp_MAIL(arg)
