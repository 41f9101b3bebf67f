"""What a monitor is told, by HTTP."""

import asyncio
import io
import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from consultant.desk import metrics
from consultant.desk.store import Store
from tests.desk.helpers import RunningDesk, Sink, make_settings, wait_until
from tests.desk.processes import free_port, started
from tests.desk.stores import Place


def ask(port: int, path: str, method: str = "GET") -> tuple[int, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def figure(page: str, name: str) -> float:
    return next(float(line.split()[-1]) for line in page.splitlines() if line.startswith(f"{name} "))


def test_a_monitor_sees_what_happened_and_what_waits(tmp_path: Path, sink: Sink) -> None:
    watch = free_port()
    with started(tmp_path / "data", sink, watch=watch, workers=1) as desk:
        assert ask(watch, "/healthz") == (200, "alive\n")
        assert ask(watch, "/readyz") == (200, "ready\n")
        desk.send()
        desk.send()
        sink.wait_for(1)
        wait_until(lambda: desk.events("delivered"))
        page = ask(watch, "/metrics")[1]
        for name, value in {
            "accepted_total": 1,
            "accepted_again_total": 1,
            'answered_total{disposition="answer"}': 1,
            "delivered_total": 1,
            'step_seconds_count{step="whole"}': 1,
            'waiting{what="mails"}': 0,
            "workers": 1,
        }.items():
            assert figure(page, f"consultant_{name}") == value, name
        assert ask(watch, "/")[0] == 404
        assert ask(watch, "/metrics", "POST")[0] == 405


def test_it_is_not_ready_when_it_cannot_take_mail(tmp_path: Path) -> None:
    watch = free_port()
    settings = make_settings(tmp_path, watch={"port": watch}, listen={"free_disk": 1 << 40})
    with RunningDesk(settings):
        assert ask(watch, "/readyz") == (503, "the disk is nearly full\n")
        assert ask(watch, "/healthz") == (200, "alive\n")


def test_it_is_not_ready_while_the_database_is_away(shared_place: Place, tmp_path: Path) -> None:
    watch = free_port()
    settings = make_settings(tmp_path, watch={"port": watch}, desk={"database": shared_place.url})
    with RunningDesk(settings) as desk:
        assert ask(watch, "/readyz")[0] == 200
        desk.thread.run(desk.store.close())
        assert ask(watch, "/readyz") == (503, "the store: the store is closed\n")
        assert ask(watch, "/metrics")[0] == 503


def test_nonsense_is_no_trouble(tmp_path: Path, log: io.StringIO) -> None:
    watch = free_port()
    with RunningDesk(make_settings(tmp_path, watch={"port": watch})):
        for words in (b"\r\n\r\n", b"GET\r\n\r\n", b"x" * 20_000):
            with socket.create_connection(("127.0.0.1", watch), timeout=5) as client:
                client.sendall(words)
        assert ask(watch, "/healthz")[0] == 200
    assert '"event": "mistake"' not in log.getvalue()


def test_every_line_of_a_mail_has_its_number_and_none_has_its_words(tmp_path: Path, sink: Sink) -> None:
    with started(tmp_path / "data", sink, workers=1) as desk:
        desk.send(b"Subject: Zanzibar\r\n\r\nZanzibar?\r\n")
        wait_until(lambda: desk.events("delivered"))
        names = ("accepted", "answered", "delivered")
        assert [[event["id"] for event in desk.events(name)] for name in names] == [[1], [1], [1]]
        log = desk._log.read_text()
    assert "Zanzibar" not in log
    assert all(json.loads(line) for line in log.splitlines())


@pytest.mark.parametrize("name", sorted(metrics._COUNTED))
def test_every_event_that_is_counted_is_one_of_the_log(name: str) -> None:
    from tests.desk.test_documented import events

    assert name in events()


def test_a_listener_and_workers_of_their_own_share_the_work(
    shared_place: Place, tmp_path: Path, sink: Sink
) -> None:
    """Woken by NOTIFY: the workers look by themselves only every two seconds."""
    url = shared_place.url
    with (
        started(tmp_path / "a", database=url, role="listener", look=60) as listener,
        started(tmp_path / "b", sink, database=url, role="workers", workers=1, look=60) as workers,
    ):
        wait_until(lambda: workers.events("listening"))
        listener.send()
        sink.wait_for(1)
        wait_until(lambda: workers.events("delivered"))
        assert workers.events("delivered")[0]["age"] < 2
        assert not listener.events("answered")


def test_the_bell_is_heard_again_after_the_server_hung_up(shared_place: Place) -> None:
    async def run() -> None:
        heard: list[str] = []
        bell = Store(shared_place.url, hostname="desk.example").bell(heard.append)
        other = Store(shared_place.url, hostname="desk.example").bell(lambda _: None)
        assert bell is not None
        assert other is not None
        bell.start()
        other.start()
        async with asyncio.timeout(10):
            while "*" not in heard:  # what was rung before it listened, it looks for itself
                await asyncio.sleep(0.01)
            while "mail" not in heard:
                other.ring("mail")
                await asyncio.sleep(0.05)
            # The server ends the connection: it is made again.
            await asyncio.to_thread(
                shared_place.sql,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'",
            )
            heard.clear()
            while "reply" not in heard:
                other.ring("reply")
                await asyncio.sleep(0.05)
        await bell.stop()
        await other.stop()

    asyncio.run(run())
