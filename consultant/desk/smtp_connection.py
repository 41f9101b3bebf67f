"""One client's connection: let in or sent away, its silence timed, closed politely; no commands here.

aiosmtpd's, with the parts replaced that would lose or refuse real mail. Every override says what the original
does. aiosmtpd is pinned to 1.4, and `tests/desk/test_smtp_same.py` holds the whole against the original.
"""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiosmtpd.smtp import SMTP, Session, TLSSetupException
from aiosmtpd.smtp import Envelope as Transaction

from consultant.desk import maillog
from consultant.desk.budget import Budget
from consultant.desk.gate import Gate
from consultant.desk.submitters import Submitters

COMMAND_LIMIT = 512  # RFC 5321 section 4.5.3.1.4; aiosmtpd adds what extensions add to MAIL

TROUBLE = "451 4.3.0 The desk cannot take this just now, please try again later"
CLOSING = b"421 4.3.2 The desk is closing, please come again\r\n"

COMMANDS = tuple(
    name for name in dir(SMTP) if name.startswith("smtp_") and name not in ("smtp_AUTH", "smtp_EXPN")
)
_LOGIN = ("smtp_AUTH", "auth_PLAIN", "auth_LOGIN")


@dataclass(frozen=True, slots=True)
class Security:
    """STARTTLS with this context, `required` of all but trusted clients; AUTH, over TLS, for submitters."""

    tls: ssl.SSLContext | None = None
    required: bool = False
    submitters: Submitters | None = None
    trusted: bool = False


class Connection(SMTP):
    """With one client. `busy` from the 354 until the mail is answered for."""

    commands: tuple[str, ...] = COMMANDS

    session: Session
    envelope: Transaction
    data_size_limit: int
    _timeout_handle: asyncio.TimerHandle | None
    _timeout_duration: float
    _handler_coroutine: "asyncio.Task[None]"
    _turned_away = False
    line_length_limit = 1 << 16  # the reader's limit; the one for lines of a mail is `line_limit`

    def __init__(
        self,
        hooks: Any,
        *,
        size_limit: int,
        line_limit: int,
        opened: "Callable[[Any], None]",
        budget: Budget | None = None,
        gate: Gate | None = None,
        security: Security = Security(),
        greeting_delay: float = 0,
        **options: Any,
    ) -> None:
        self._security = security
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
        self._wrong_passwords = 0

    def __dir__(self) -> list[str]:
        # aiosmtpd looks through dir() twice for every connection; these are all it looks for.
        return [*self.commands, *(_LOGIN if self._security.submitters else ())]

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

    def close_when_idle(self) -> None:
        """Say 421 now, or after the answer to the mail that is on its way (RFC 5321 section 3.8)."""
        self._closing = True
        if not self.busy and not self._writer.transport.is_closing():
            self._writer.write(CLOSING)
            self._writer.close()

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


def peer_of(session: Session) -> str:
    """The client's address; it may be gone already."""
    return str(session.peer[0]) if session.peer else "?"
