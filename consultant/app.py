"""Who is plugged into whom. A Desk listens, answers and delivers until it is stopped."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from consultant.config.reading import Login
from consultant.config.settings import Settings
from consultant.desk import maillog, schedule
from consultant.desk.answering import Consult, answer_one
from consultant.desk.delivering import deliver_one, retry_schedule
from consultant.desk.loop import Loop
from consultant.desk.smtp_in import Limits, Listener, Reception
from consultant.desk.smtp_out import Carrier, MaildirDrop, Relay
from consultant.desk.store import LEASE, NextTry, Store

LOOK = 2.0
"""Seconds between looks for what has fallen due."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """The whole service in one process. `consult` decides what becomes of a mail."""

    def __init__(
        self,
        settings: Settings,
        consult: Consult,
        *,
        login: Login | None = None,
        clock: Callable[[], datetime] = utc_now,
        lease: timedelta = LEASE,
        busy_timeout: float = 5.0,
        look_every: float = LOOK,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._look_every = look_every
        self.store = open_store(settings, lease=lease, busy_timeout=busy_timeout)
        self._carriers = _carriers(settings, login)
        next_try = _retry_schedule(settings)
        self._deliver = Loop(
            [partial(deliver_one, self.store, carrier, next_try, clock) for carrier in self._carriers]
        )
        self._answer = Loop([partial(answer_one, self.store, consult, clock, self._deliver.wake)])
        self._listener = self._make_listener()

    @property
    def wanted_address(self) -> str:
        return f"{self._settings.listen.host}, port {self._settings.listen.port}"

    async def start(self) -> tuple[str, int]:
        """Open the store, listen, work off what was left; returns the address taken.

        Raises StoreError or OSError.
        """
        await self.store.open()
        listen = self._settings.listen
        try:
            host, port = await self._listener.start(listen.host, listen.port)
        except OSError:
            await self.store.close()
            raise
        self._answer.start()
        self._deliver.start()
        self._schedule = schedule.start(self._look, self._look_every, self._sweep)
        if self._settings.relay is None:
            maillog.no_relay(_maildir(self._settings))
        maillog.listening(host, port)
        return host, port

    async def stop(self) -> None:
        """Close the way in, finish what is under way, leave the rest in the store."""
        maillog.stopping()
        seconds = self._settings.listen.drain
        await self._listener.stop(seconds)
        self._schedule.shutdown(wait=False)
        await self._answer.stop(seconds)
        await self._deliver.stop(seconds)
        for carrier in self._carriers:
            await carrier.close()
        await self.store.close()
        maillog.stopped()

    def _make_listener(self) -> Listener:
        desk, listen = self._settings.desk, self._settings.listen
        reception = Reception(
            desk.addresses, listen.recipients, self.store.accept, self._clock, self._answer.wake
        )
        limits = Limits(
            size=listen.size_limit, line=listen.line_limit, commands=listen.commands, timeout=listen.timeout
        )
        return Listener(reception, limits, self._settings.hostname)

    def _look(self) -> None:
        self._answer.wake()
        self._deliver.wake()

    async def _sweep(self) -> None:
        days = self._settings.desk.keep_days
        await schedule.sweep(self.store, self._clock(), timedelta(days=days) if days else None)


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
