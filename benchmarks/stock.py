"""aiosmtpd as it comes, storing nothing: python -m benchmarks.stock PORT"""

import asyncio
import sys
import threading
from typing import Any

from aiosmtpd.controller import Controller


class Nothing:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return "250 OK"


def main(port: int) -> None:
    Controller(Nothing(), hostname="127.0.0.1", port=port, loop=asyncio.new_event_loop()).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
