"""What time it is, for all who share a store."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """This machine's clock, until it is set by the store's.

    Leases and retries are moments that one machine writes down and another reads. Once set, time goes on by
    the monotonic clock, so that nothing that happens to this machine's clock matters.
    """

    def __init__(self) -> None:
        self._set_to: datetime | None = None
        self._set_at = 0.0

    def __call__(self) -> datetime:
        if self._set_to is None:
            return datetime.now(UTC)
        return self._set_to + timedelta(seconds=self.ticks() - self._set_at)

    def ticks(self) -> float:
        return time.monotonic()

    def set(self, shared: datetime, asked: float) -> None:
        """It was `shared` o'clock at some moment since `asked`, as `ticks` counts."""
        self._set_at = (asked + self.ticks()) / 2
        self._set_to = shared.astimezone(UTC)
