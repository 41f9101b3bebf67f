"""Who is plugged into whom. A Desk listens, answers and delivers until it is stopped."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from consultant.config.reading import Login
from consultant.config.settings import Settings
from consultant.desk import maillog, metrics, schedule
from consultant.desk.answering import Answering, Consult, in_thread
from consultant.desk.crew import Crew
from consultant.desk.delivering import Delivering, retry_schedule
from consultant.desk.doors import Doors
from consultant.desk.listener import Limits, Listener
from consultant.desk.loop import Loop
from consultant.desk.room import Room
from consultant.desk.smtp_in import Reception
from consultant.desk.smtp_out import Carrier, MaildirDrop, Relay
from consultant.desk.store import LEASE, NextTry, Store, StoreError
from consultant.desk.wake import Wake
from consultant.desk.watch import Watch
from consultant.mail.bounce import ReturnPaths

if TYPE_CHECKING:
    from consultant.desk.proof.authenticator import Authenticator

LOOK = 2.0
"""Seconds between looks for what has fallen due."""

ROOM = 5.0
"""Seconds between looks at the disk and the length of the queue."""

Role = Literal["both", "listener", "workers"]


class Desk:
    """The whole service, or the half that its role says. A crew answers, or `consult` in this process."""

    def __init__(
        self,
        settings: Settings,
        consult: Consult | None = None,
        *,
        crew: Crew | None = None,
        role: Role = "both",
        login: Login | None = None,
        return_paths: ReturnPaths | None = None,
        doors: Doors | None = None,
        authenticator: "Authenticator | None" = None,
        clock: Callable[[], datetime] | None = None,
        lease: timedelta = LEASE,
        busy_timeout: float = 5.0,
        look_every: float = LOOK,
    ) -> None:
        self._settings = settings
        self._crew = crew
        self._return_paths, self._doors, self._authenticator = return_paths, doors, authenticator
        self._look_every = look_every
        self.store = open_store(settings, lease=lease, busy_timeout=busy_timeout)
        self._clock = clock or self.store.now
        self._next_try = _retry_schedule(settings)
        self._longest_wait = timedelta(minutes=max(settings.retry.minutes) * (1 + settings.retry.jitter))
        answers = role != "listener"
        self._carriers = _carriers(settings, login) if answers else []
        self._deliver = Loop([each.one for each in self._delivering()])
        self._answer = Loop([each.one for each in self._answering(consult)] if answers else [])
        self._room = Room(self.store, settings.listen.queue, settings.listen.free_disk, settings.data_folder)
        self._listener = self._make_listener() if role != "workers" else None
        self._wake = Wake(self.store.bell, mail=self._answer.wake, reply=self._deliver.wake)
        self._watch = Watch(self._trouble, self._page)
        self._ready = False

    @property
    def wanted_address(self) -> str:
        return f"{self._settings.listen.host}, port {self._settings.listen.port}"

    async def start(self) -> tuple[str, int]:
        """Open the store, listen, work off what was left; returns the address taken.

        Raises StoreError or OSError.
        """
        try:
            await self._open()
            address = await self._open_doors()
        except BaseException:
            await self._close()
            raise
        self._wake.start()
        self._answer.start()
        self._deliver.start()
        self._schedule = schedule.start(
            (self._look, self._look_every),
            (self._room.look, ROOM),
            (self._keep_time, schedule.SWEEP),
            (self._sweep, schedule.SWEEP),
        )
        if self._carriers and self._settings.relay is None:
            maillog.no_relay(_maildir(self._settings))
        maillog.listening(*address)
        self._ready = True
        return address

    async def stop(self) -> None:
        """Let nobody in, finish what is under way, leave the rest in the store; within `listen.drain`."""
        self._ready = False
        maillog.stopping()
        end = time.monotonic() + self._settings.listen.drain
        self._schedule.shutdown(wait=False)
        if self._listener is not None:
            await self._listener.stop(end - time.monotonic())
        await asyncio.gather(*(loop.stop(end - time.monotonic()) for loop in (self._answer, self._deliver)))
        await self._wake.stop()
        await self._close()
        maillog.stopped()

    async def _open(self) -> None:
        """The store and the crew, at the same time: both take most of a second."""
        crew = asyncio.create_task(self._crew.start()) if self._crew is not None else None
        await self.store.open()
        if crew is not None:
            await crew
        await self._room.look()

    async def _close(self) -> None:
        if self._crew is not None:
            await self._crew.stop()
        if self._listener is not None:
            self._listener.close()
        if self._authenticator is not None:
            self._authenticator.close()
        for carrier in self._carriers:
            await carrier.close()
        await self.store.close()
        await self._watch.stop()

    async def _open_doors(self) -> tuple[str, int]:
        """The way in, and the monitor's; nobody is let in before the crew can answer."""
        watch, listen = self._settings.watch, self._settings.listen
        if watch.port:
            await self._watch.start(watch.host, watch.port)
        if self._listener is None:
            return "nowhere", 0
        if listen.lmtp:
            maillog.listening_lmtp(await self._listener.start_lmtp(self._lmtp()))
        return await self._listener.start(listen.host, listen.port)

    def _lmtp(self) -> str:
        where = self._settings.listen.lmtp
        return str(self._settings.data_folder / where) if "/" in where else where

    def _make_listener(self) -> Listener:
        desk, listen = self._settings.desk, self._settings.listen
        reception = Reception(
            desk.addresses,
            listen.recipients,
            self.store.accept,
            self._clock,
            lambda: self._wake.mail(),
            self._room.refusal,
            self._return_paths,
        )
        limits = Limits(
            size=listen.size_limit,
            line=listen.line_limit,
            commands=listen.commands,
            timeout=listen.timeout,
            connections=listen.connections,
            per_address=listen.per_address,
            per_minute=listen.per_minute,
            trusted=listen.trusted,
            greeting_delay=listen.greeting_delay,
            memory=listen.memory,
        )
        return Listener(
            reception,
            limits,
            self._settings.hostname,
            self._doors.tls if self._doors else None,
            require_starttls=listen.require_starttls,
            submitters=self._doors.submitters if self._doors else None,
        )

    def _answering(self, consult: Consult | None) -> list[Answering]:
        decide = self._crew.decide if self._crew is not None else in_thread(consult) if consult else None
        if decide is None:
            return []
        # Twice as many hands as heads: while one mail is thought about another is fetched or written down.
        hands = 2 * self._crew.size if self._crew is not None else 1
        if self._authenticator is not None:
            hands += self._authenticator.threads  # they may have to wait for DNS
        paths, prove = self._return_paths, self._authenticator
        return [
            Answering(self.store, decide, self._clock, lambda: self._wake.reply(), paths, prove)
            for _ in range(hands)
        ]

    def _delivering(self) -> list[Delivering]:
        carrying: set[int] = set()
        return [
            Delivering(self.store, carrier, self._next_try, self._clock, carrying)
            for carrier in self._carriers
        ]

    def _look(self) -> None:
        """What no other desk and no clock has told us of."""
        self._answer.wake()
        self._deliver.wake()

    async def _keep_time(self) -> None:
        with suppress(StoreError):  # our clock goes on as it was
            await self.store.keep_time()

    async def _page(self) -> bytes:
        alive = self._crew.alive if self._crew is not None else 0
        connections = len(self._listener) if self._listener is not None else 0
        return metrics.page(await self.store.backlog(), self._clock(), connections, alive)

    async def _sweep(self) -> None:
        if self._doors is not None:
            self._doors.refresh()
        days = self._settings.desk.keep_days
        keep = timedelta(days=days) if days else None
        await schedule.sweep(self.store, self._clock(), keep, self._longest_wait)

    async def _trouble(self) -> str | None:
        """Why no mail should be sent to us now; None if it should."""
        if not self._ready:
            return "starting or stopping"
        if self._crew is not None and not self._crew.alive:
            return "no process that answers"
        try:
            async with asyncio.timeout(2):
                await self.store.try_writing(self._clock())
        except (StoreError, TimeoutError) as error:
            return f"the store: {str(error) or 'no answer'}"
        return self._room.refusal() if self._listener is not None else None


def open_store(settings: Settings, *, lease: timedelta = LEASE, busy_timeout: float = 5.0) -> Store:
    """The store these settings name; not opened yet."""
    give_up = timedelta(hours=settings.retry.give_up_hours)
    return Store(
        settings.database_url,
        hostname=settings.hostname,
        give_up=give_up,
        lease=lease,
        busy_timeout=busy_timeout,
    )


def _carriers(settings: Settings, login: Login | None) -> list[Carrier]:
    """One for each letter that may be under way at a time."""
    relay = settings.relay
    if relay is None:
        return [MaildirDrop(_maildir(settings))]
    return [Relay(relay, settings.hostname, login) for _ in range(relay.connections)]


def _retry_schedule(settings: Settings) -> NextTry:
    # Half as long again as a try may take: by then it is over and written down.
    longest = timedelta(seconds=1.5 * settings.relay.timeout) if settings.relay else timedelta(seconds=10)
    return retry_schedule(settings.retry.minutes, settings.retry.jitter, at_least=longest)


def _maildir(settings: Settings) -> Path:
    return settings.data_folder / "Maildir"
