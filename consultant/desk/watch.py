"""A very small HTTP server for those who watch: is it alive, is it ready, how many."""

import asyncio
from collections.abc import Awaitable, Callable

from consultant.desk import maillog
from consultant.desk.store import StoreError

PATIENCE = 5.0
_WORDS = {200: "OK", 404: "Not Found", 405: "Method Not Allowed", 503: "Service Unavailable"}
Answer = tuple[int, str, bytes]


class Watch:
    """`trouble` says why we are not ready, or None; `page` is what Prometheus reads."""

    def __init__(
        self, trouble: Callable[[], Awaitable[str | None]], page: Callable[[], Awaitable[bytes]]
    ) -> None:
        self._trouble = trouble
        self._page = page
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> None:
        """Raises OSError."""
        self._server = await asyncio.start_server(self._serve, host, port, limit=8192)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                head = await reader.readuntil(b"\r\n\r\n")
                request = head.partition(b"\r\n")[0].decode("latin-1")
                code, kind, body = await self._answer(request.split(" "))
                writer.write(
                    f"HTTP/1.1 {code} {_WORDS[code]}\r\nContent-Type: {kind}\r\n"
                    f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
                    + body
                )
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # whoever asked does not want to know any more
        except Exception as error:  # noqa: BLE001 - our mistake, which must not end the desk
            maillog.mistake("watch", error)
        finally:
            writer.close()

    async def _answer(self, request: list[str]) -> Answer:
        if len(request) != 3 or request[0] not in ("GET", "HEAD"):
            return _text(405, "only GET")
        match request[1].partition("?")[0]:
            case "/healthz":
                return _text(200, "alive")
            case "/readyz":
                trouble = await self._trouble()
                return _text(503, trouble) if trouble else _text(200, "ready")
            case "/metrics":
                try:
                    return 200, "text/plain; version=0.0.4; charset=utf-8", await self._page()
                except StoreError as error:
                    return _text(503, f"the store: {error}")
        return _text(404, "there are /healthz, /readyz and /metrics")


def _text(code: int, words: str) -> Answer:
    return code, "text/plain; charset=utf-8", f"{words}\n".encode()
