"""The way in: a listener that takes mail for our own addresses and says 250 once it is stored."""

# ruff: noqa: N802 - aiosmtpd finds hooks by these names

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from inspect import signature
from weakref import WeakSet

from aiosmtpd.smtp import MISSING, SMTP, Session
from aiosmtpd.smtp import Envelope as Transaction

from consultant.desk import maillog
from consultant.desk.smtp_protocol import TROUBLE, Budget, Conversation, peer_of
from consultant.desk.store import Accepted, StoreError
from consultant.frozen import Frozen
from consultant.mail.bounce import ReturnPaths
from consultant.mail.message import Envelope

BACKLOG = 512

Accept = Callable[[Envelope, bytes], Awaitable[Accepted]]
"""Stores a mail; it is safe on disk when this returns. Raises StoreError."""


class Limits(Frozen):
    """What one client may ask of us: octets, the same command again, seconds of silence; and all together."""

    size: int
    line: int
    commands: int
    timeout: float
    connections: int = 1_000
    memory: int = 1 << 28


class Reception:
    """What to say to EHLO, MAIL, RCPT and DATA; aiosmtpd calls these by name. One for all conversations."""

    def __init__(
        self,
        ours: tuple[str, ...],
        recipients: int,
        accept: Accept,
        clock: Callable[[], datetime],
        stored: Callable[[], None],
        crowded: Callable[[], str | None] = lambda: None,
        return_paths: ReturnPaths | None = None,
    ) -> None:
        self._ours = frozenset(address.lower() for address in ours)
        self._recipients = recipients
        self._accept = accept
        self._clock = clock
        self._stored = stored
        self._crowded = crowded
        self._return_paths = return_paths
        self.storing: set[asyncio.Task[str]] = set()

    def __dir__(self) -> list[str]:
        # aiosmtpd looks through it for every connection; these are all it looks for.
        return _HOOKS

    async def handle_EHLO(
        self, smtp: SMTP, session: Session, transaction: Transaction, hostname: str, lines: list[str]
    ) -> list[str]:
        session.host_name = hostname
        lines.insert(1, "250-PIPELINING")
        return lines

    async def handle_MAIL(
        self, smtp: SMTP, session: Session, transaction: Transaction, address: str, options: list[str]
    ) -> object:
        if not address.isprintable() or ("@" not in address and address != "<>"):
            maillog.refused("not a sender's address", peer_of(session))
            return "553 5.1.7 This is not a sender's address"
        if why := self._crowded():
            maillog.refused(why, peer_of(session))
            return f"452 4.3.1 Please come again later, {why}"
        return MISSING  # aiosmtpd's own way on

    async def handle_RCPT(
        self, smtp: SMTP, session: Session, transaction: Transaction, address: str, options: list[str]
    ) -> object:
        if not address.isprintable():
            return "553 5.1.3 This is not an address"
        if not is_ours(address, self._ours) and not self._is_return_path(address):
            maillog.refused("not our address", peer_of(session), address)
            return "550 5.1.1 No such address here"
        if len(transaction.rcpt_tos) >= self._recipients:
            return "452 4.5.3 Too many recipients"
        return MISSING

    def _is_return_path(self, address: str) -> bool:
        return self._return_paths is not None and self._return_paths.number(address) is not None

    async def handle_DATA(self, smtp: SMTP, session: Session, transaction: Transaction) -> str:
        """250 means stored. aiosmtpd cancels this when the client goes away; the commit goes on."""
        sender = transaction.mail_from or ""
        envelope = Envelope(
            mail_from="" if sender == "<>" else sender,
            rcpt_to=tuple(dict.fromkeys(transaction.rcpt_tos)),
            received_at=self._clock(),
        )
        storing = asyncio.create_task(
            self._store(envelope, transaction.original_content or b"", peer_of(session))
        )
        self.storing.add(storing)
        storing.add_done_callback(self._settled)
        return await asyncio.shield(storing)

    async def _store(self, envelope: Envelope, raw: bytes, peer: str) -> str:
        began = time.perf_counter()
        try:
            accepted = await self._accept(envelope, raw)
        except StoreError as error:
            maillog.store_unready(error)
            return TROUBLE
        self._stored()
        if accepted.again:
            maillog.accepted_again(accepted.number, envelope.mail_from, peer)
        else:
            took = time.perf_counter() - began
            maillog.accepted(accepted.number, envelope.mail_from, envelope.rcpt_to, len(raw), peer, took)
        return f"250 2.0.0 Stored as {accepted.number}"

    def _settled(self, task: "asyncio.Task[str]") -> None:
        self.storing.discard(task)
        if not task.cancelled():
            task.exception()  # looked at here in case the client has gone and nobody else does


_HOOKS = [name for name in vars(Reception) if name.startswith(("handle_", "auth_"))]
# aiosmtpd asks for it for every connection, and finding it out takes longer than all of its other questions.
Reception.handle_EHLO.__signature__ = signature(Reception.handle_EHLO)  # type: ignore[attr-defined]


class Listener:
    """The listening socket and its open conversations."""

    def __init__(self, reception: Reception, limits: Limits, hostname: str) -> None:
        self._reception = reception
        self._limits = limits
        self._hostname = hostname
        self._open: set[Conversation] = set()
        self._coming: WeakSet[Conversation] = WeakSet()
        self._closing = False
        self._budget = Budget(limits.memory)

    async def start(self, host: str, port: int) -> tuple[str, int]:
        """Listen; returns the address taken. Raises OSError."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._converse, host, port, backlog=BACKLOG)
        name = self._server.sockets[0].getsockname()
        return name[0], name[1]

    async def stop(self, seconds: float) -> None:
        """Nobody new; mails on their way in get their answer, within the time given; then nobody at all."""
        self._closing = True
        self._server.close()
        for conversation in tuple(self._open):
            conversation.close_when_idle()
        await self._wait(seconds)
        if self._open:
            maillog.cut_off(len(self._open))
        for conversation in tuple(self._open):
            conversation.task.cancel()
        await self._wait(None)

    async def _wait(self, seconds: float | None) -> None:
        tasks = {conversation.task for conversation in self._open} | self._reception.storing
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    def __len__(self) -> int:
        """How many conversations there are."""
        return len(self._open)

    def _converse(self) -> asyncio.Protocol:
        # Hundreds are let in at once, before the first of them is open.
        if len(self._open) + len(self._coming) >= self._limits.connections:
            return TurnedAway()
        conversation = Conversation(
            self._reception,
            size_limit=self._limits.size,
            line_limit=self._limits.line,
            budget=self._budget,
            opened=self._opened,
            hostname=self._hostname,
            timeout=self._limits.timeout,
            command_call_limit=self._limits.commands,
            loop=asyncio.get_running_loop(),
        )
        self._coming.add(conversation)
        return conversation

    def _opened(self, conversation: Conversation) -> None:
        self._coming.discard(conversation)
        self._open.add(conversation)
        conversation.task.add_done_callback(lambda task: self._ended(conversation, task))
        if self._closing:
            conversation.close_when_idle()

    def _ended(self, conversation: Conversation, task: "asyncio.Task[None]") -> None:
        self._open.discard(conversation)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, ConnectionError):
            maillog.mistake("smtp", error)


class TurnedAway(asyncio.Protocol):
    """A client for whom there is no place: told so, and nothing of it is kept."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        peer = transport.get_extra_info("peername")
        maillog.refused("too many connections", str(peer[0]) if peer else "?")
        transport.write(b"421 4.3.2 Too many connections, please come again later\r\n")
        transport.close()


def is_ours(address: str, ours: frozenset[str]) -> bool:
    """One of our addresses, in any case (RFC 5321 section 2.4 allows it for our own), or one with +detail."""
    local, _, domain = address.lower().removesuffix(".").rpartition("@")
    return f"{local}@{domain}" in ours or f"{local.partition('+')[0]}@{domain}" in ours
