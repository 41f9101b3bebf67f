"""What is said to whoever brings mail: our own addresses only, and 250 once it is stored."""

# ruff: noqa: N802 - aiosmtpd finds hooks by these names

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from inspect import signature

from aiosmtpd.smtp import MISSING, SMTP, Session
from aiosmtpd.smtp import Envelope as Transaction

from consultant.desk import maillog
from consultant.desk.smtp_connection import TROUBLE, peer_of
from consultant.desk.store import Accepted, StoreError
from consultant.mail.bounce import ReturnPaths
from consultant.mail.message import Envelope

MOST_HOPS = 50
"""Received fields; a mail that has passed more servers goes in circles (RFC 5321 section 6.3)."""

_RECEIVED = re.compile(rb"^received[ \t]*:", re.I | re.M)

Accept = Callable[[Envelope, bytes], Awaitable[Accepted]]
"""Stores a mail; it is safe on disk when this returns. Raises StoreError."""


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
        return [line for line in lines if line != "250-AUTH "]  # nobody could log in

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
        raw = transaction.original_content or b""
        if hops(raw) > MOST_HOPS:
            maillog.refused("too many hops", peer_of(session))
            return "554 5.4.6 Too many hops, this mail goes in circles"
        envelope = Envelope(
            mail_from="" if sender == "<>" else sender,
            rcpt_to=tuple(dict.fromkeys(transaction.rcpt_tos)),
            received_at=self._clock(),
            peer=str(session.peer[0]) if session.peer else "",
            helo=printable(session.host_name or ""),
            submitter=printable(str(session.auth_data or "")),
        )
        storing = asyncio.create_task(self._store(envelope, raw, peer_of(session)))
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


def is_ours(address: str, ours: frozenset[str]) -> bool:
    """One of our addresses, in any case (RFC 5321 section 2.4 allows it for our own), or one with +detail."""
    local, _, domain = address.lower().removesuffix(".").rpartition("@")
    return f"{local}@{domain}" in ours or f"{local.partition('+')[0]}@{domain}" in ours


def hops(raw: bytes) -> int:
    """How many servers a mail says it has passed."""
    end = raw.find(b"\r\n\r\n")
    return len(_RECEIVED.findall(raw, 0, end if end >= 0 else len(raw)))


def printable(text: str) -> str:
    """What a client said about itself, fit to be kept."""
    return "".join(c for c in text if c.isprintable())[:255]
