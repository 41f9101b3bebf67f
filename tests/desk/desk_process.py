"""A desk in a process of its own, to be killed: python -m tests.desk.desk_process OPTIONS

OPTIONS are JSON: `folder`; `relay`, a port; `database`, a URL; `port` to listen on; `workers`, a crew of so
many; `answers`, false for a desk that takes mail and never answers; `role`; `drain`, seconds; `listen`, more
settings of that section; `look`, seconds between looks for work; `out`, more
settings of the relay. Where it dies by its own SIGKILL, the
environment variable CONSULTANT_CRASH says.
"""

import asyncio
import json
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from consultant.app import Desk
from consultant.cli.serve import run_until_stopped
from consultant.desk import maillog
from consultant.desk.crew import Crew
from consultant.mail.outcome import Outcome
from tests.desk.helpers import consult_kindly, make_settings
from tests.desk.minds import kindly


def never(*_: Any) -> Outcome:
    time.sleep(3600)
    raise AssertionError


def main(options: dict[str, Any]) -> None:
    maillog.configure("json", sys.stdout)
    listen = {"port": options.get("port", 0), "drain": options.get("drain", 5)} | options.get("listen", {})
    sections: dict[str, Any] = {"listen": listen, "watch": {"port": options.get("watch", 0)}}
    if "database" in options:
        sections["desk"] = {"database": options["database"]}
    if "relay" in options:
        # The first wait after a failed try is as long as a try may take, half as much again: 0.75 seconds.
        sections |= {"relay": {"timeout": 0.5} | options.get("out", {}), "retry": {"minutes": (0.001,)}}
    settings = make_settings(Path(options["folder"]), options.get("relay"), **sections)
    workers = options.get("workers", 0)
    desk = Desk(
        settings,
        consult_kindly if options.get("answers", True) else never,
        crew=Crew(kindly, workers, 5) if workers else None,
        role=options.get("role", "both"),
        lease=timedelta(seconds=options.get("lease", 0.5)),
        look_every=options.get("look", 0.05),
    )
    sys.exit(asyncio.run(run_until_stopped(desk)))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
