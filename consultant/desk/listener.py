"""The listening sockets and the conversations on them: SMTP, and LMTP from a mail server beside us."""

import asyncio
import os
import ssl
from functools import partial

from consultant.desk import maillog
from consultant.desk.budget import Budget
from consultant.desk.gate import Gate
from consultant.desk.lmtp import LmtpConversation
from consultant.desk.smtp_connection import CLOSING, Security
from consultant.desk.smtp_in import Reception
from consultant.desk.smtp_protocol import Conversation
from consultant.desk.submitters import Submitters
from consultant.frozen import Frozen

BACKLOG = 512


class Limits(Frozen):
    """What one client may ask of us: octets, the same command again, seconds of silence; and all together.

    `per_address` and `per_minute` are connections of one address at a time and in a minute; clients in
    `trusted` networks are spared both, the delay before the greeting, and STARTTLS where it is required.
    """

    size: int
    line: int
    commands: int
    timeout: float
    connections: int = 1_000
    per_address: int = 100
    per_minute: int = 1_000
    trusted: tuple[str, ...] = ()
    greeting_delay: float = 0
    memory: int = 1 << 28


class Closed(asyncio.Protocol):
    """With a client that comes when we are about to stop."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(CLOSING)
        transport.close()


class Listener:
    """Takes connections until it is stopped. `tls`, `submitters`: STARTTLS and AUTH are offered."""

    def __init__(
        self,
        reception: Reception,
        limits: Limits,
        hostname: str,
        tls: ssl.SSLContext | None = None,
        *,
        require_starttls: bool = False,
        submitters: Submitters | None = None,
    ) -> None:
        self._reception = reception
        self._limits = limits
        self._hostname = hostname
        self._tls, self._require_starttls, self._submitters = tls, require_starttls, submitters
        self._gate = Gate(limits.connections, limits.per_address, limits.per_minute, limits.trusted)
        self._servers: list[asyncio.Server] = []
        self._open: set[Conversation] = set()
        self._closing = False
        self._budget = Budget(limits.memory)

    async def start(self, host: str, port: int) -> tuple[str, int]:
        """Listen; returns the address taken. Raises OSError."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self._smtp, host, port, backlog=BACKLOG)
        self._servers.append(server)
        name = server.sockets[0].getsockname()
        return name[0], name[1]

    async def start_lmtp(self, where: str) -> str:
        """Take LMTP on a socket in the file system or on "host:port"; returns which. Raises OSError."""
        loop = asyncio.get_running_loop()
        host, _, port = where.rpartition(":")
        if "/" in where or not port.isdigit():
            make = partial(self._conversation, LmtpConversation, trusted=True)
            self._servers.append(await loop.create_unix_server(make, where, backlog=BACKLOG))
            os.chmod(where, 0o660)
            return where
        make = partial(self._conversation, LmtpConversation)
        server = await loop.create_server(make, host.strip("[]"), int(port), backlog=BACKLOG)
        self._servers.append(server)
        name = server.sockets[0].getsockname()
        return f"{name[0]}:{name[1]}"

    async def stop(self, seconds: float) -> None:
        """Newcomers are told 421; mails on their way in get their answer, within the time given."""
        self._closing = True
        for conversation in tuple(self._open):
            conversation.close_when_idle()
        await self._wait(seconds)
        if self._open:
            maillog.cut_off(len(self._open))
        for conversation in tuple(self._open):
            conversation.task.cancel()
        await self._wait(None)

    def close(self) -> None:
        """Nobody is told anything any more."""
        for server in self._servers:
            server.close()

    async def _wait(self, seconds: float | None) -> None:
        tasks = {conversation.task for conversation in self._open} | self._reception.storing
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    def __len__(self) -> int:
        """How many conversations there are."""
        return len(self._open)

    def _smtp(self) -> asyncio.Protocol:
        return self._conversation(Conversation)

    def _conversation(self, kind: type[Conversation], trusted: bool = False) -> asyncio.Protocol:
        if self._closing:
            return Closed()
        limits = self._limits
        security = Security(
            tls=self._tls, required=self._require_starttls, submitters=self._submitters, trusted=trusted
        )
        return kind(
            self._reception,
            size_limit=limits.size,
            line_limit=limits.line,
            budget=self._budget,
            gate=None if trusted else self._gate,
            security=security,
            greeting_delay=limits.greeting_delay,
            opened=self._opened,
            hostname=self._hostname,
            timeout=limits.timeout,
            command_call_limit=limits.commands,
            loop=asyncio.get_running_loop(),
        )

    def _opened(self, conversation: Conversation) -> None:
        self._open.add(conversation)
        conversation.task.add_done_callback(lambda task: self._ended(conversation, task))
        if self._closing:  # since it was made
            conversation.close_when_idle()

    def _ended(self, conversation: Conversation, task: "asyncio.Task[None]") -> None:
        self._open.discard(conversation)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, ConnectionError):
            maillog.mistake("smtp", error)
