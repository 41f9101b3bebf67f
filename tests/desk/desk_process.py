"""A desk in a process of its own, to be killed: python -m tests.desk.desk_process FOLDER RELAY_PORT HOW

HOW says when it dies by its own SIGKILL, or that it lives on:
  live            answers and delivers
  no-answers      takes mail and never answers
  before-the-250  dies when the mail is committed, before the client hears of it
  after-record    dies when the outcome is committed, before anything is sent
  after-delivery  dies when the relay has taken the reply, before that is written down
"""

import asyncio
import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from consultant.app import Desk
from consultant.cli.serve import run_until_stopped
from consultant.consult import Outcome
from consultant.desk import maillog
from tests.desk.helpers import consult_kindly, make_settings

HOWS = {"before-the-250": "accept", "after-record": "record"}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def never(*_: Any) -> Outcome:
    time.sleep(3600)
    raise AssertionError


def dying_after(desk: Desk, verb: str) -> None:
    original = getattr(desk.store, verb)

    async def last(*args: Any, **options: Any) -> Any:
        await original(*args, **options)
        die()

    setattr(desk.store, verb, last)


async def dying_instead(*_: Any, **__: Any) -> None:
    die()


class MortalDesk(Desk):
    """Dies when told to; the store's verbs are replaced before the loops take hold of them."""

    how = "live"

    def _make_listener(self) -> Any:
        if self.how in HOWS:
            dying_after(self, HOWS[self.how])
        if self.how == "after-delivery":
            self.store.sent = dying_instead  # type: ignore[method-assign]
        return super()._make_listener()


def main(folder: str, relay_port: str, how: str) -> None:
    maillog.configure("json", sys.stdout)
    # The first wait after a failed try is as long as a try may take, half as much again: 0.75 seconds.
    settings = make_settings(
        Path(folder), int(relay_port), relay={"timeout": 0.5}, retry={"minutes": (0.001,)}
    )
    MortalDesk.how = how
    consult = never if how == "no-answers" else consult_kindly
    desk = MortalDesk(settings, consult, lease=timedelta(seconds=0.5), look_every=0.05)
    sys.exit(asyncio.run(run_until_stopped(desk)))


if __name__ == "__main__":
    main(*sys.argv[1:])
