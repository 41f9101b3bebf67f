"""Places where a test may have the process killed, to see what is left. Nothing happens unless it asks.

The environment variable names a place and which time it is passed: `CONSULTANT_CRASH=after-claim:3`.
"""

import os
import signal

VARIABLE = "CONSULTANT_CRASH"

_place, _, _times = os.environ.get(VARIABLE, "").partition(":")
_left = int(_times or 1)


def crash_point(place: str) -> None:
    """Die here, as if the power had gone, if a test wants it so."""
    if place == _place:
        _die_at_last()


def _die_at_last() -> None:
    global _left
    _left -= 1
    if _left <= 0:
        os.kill(os.getpid(), signal.SIGKILL)
