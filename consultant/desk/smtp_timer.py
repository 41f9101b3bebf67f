"""How long a client may be silent."""

import asyncio

from aiosmtpd.smtp import SMTP


class OneTimer(SMTP):
    """aiosmtpd's, with one timer for a whole conversation."""

    _timeout_handle: asyncio.TimerHandle | None
    _timeout_duration: float
    _silent_until: float

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
