"""The relay breaks under load: down, slow, dropping, refusing, its TLS broken; accepted = answered."""

import ssl
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.desk.helpers import Sink, wait_until
from tests.desk.processes import Load, counted, free_port, started
from tests.desk.stores import Place

TLS = Path(__file__).parent / "tls"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


class Moody(Sink):
    """A relay that does something else to each mail before it takes it."""

    MOODS = ("", "451 4.2.1 not now", "drop", "452 4.2.2 full", "slow", "")

    def __init__(self) -> None:
        super().__init__()
        self._tries: dict[str, int] = defaultdict(int)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self._tries[address] += 1
        if self._mood(address) == "451 4.2.1 not now":
            return self._mood(address)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mood = self._mood(envelope.rcpt_tos[0])
        if mood.startswith("452"):
            return mood
        said = await super().handle_DATA(server, session, envelope)
        if mood == "drop":
            server.transport.abort()  # taken, and the sender never hears of it
        if mood == "slow":
            time.sleep(0.05)
        return said

    def _mood(self, address: str) -> str:
        return self.MOODS[hash(address) % len(self.MOODS)] if self._tries[address] == 1 else ""


def test_a_relay_in_every_mood_gets_every_reply_in_the_end(place: Place, folder: Path) -> None:
    with Moody() as relay, started(folder, relay, database=place.url) as desk:
        with Load([desk.port]) as load:
            wait_until(lambda: len(load.accepted) >= 60)
        wait_until(lambda: len(desk.events("delivered")) == len(load.accepted), 120)
        twins = counted(relay, load.accepted)
        dropped = sum(hash(sender) % 6 == Moody.MOODS.index("drop") for sender in load.accepted)
        # SMTP cannot know of those that were dropped after the dot; all others came once.
        assert 0 < twins == dropped
        assert desk.events("failed") == []


def test_a_relay_that_is_gone_for_a_while_gets_every_reply_once(place: Place, folder: Path) -> None:
    back = Sink()
    back.port = free_port()
    with started(folder, back, database=place.url) as desk:
        with Load([desk.port]) as load:
            wait_until(lambda: len(load.accepted) >= 40 and desk.events("deferred"))
        with back:
            assert counted(back, load.accepted) == 0


def test_refusals_for_good_are_kept_and_the_rest_is_delivered(place: Place, folder: Path, sink: Sink) -> None:
    with started(folder, sink, database=place.url) as desk:
        sink.says["RCPT"] = "550 5.1.1 no such user"
        desk.send(sender="gone@clinic.example")
        wait_until(lambda: desk.events("failed"))
        sink.says.clear()
        with Load([desk.port], clients=1) as load:
            wait_until(lambda: len(load.accepted) >= 5)
        assert counted(sink, load.accepted) == 0
        assert desk.events("failed")[0]["code"] == 550


def secure(certificate: bool) -> ssl.SSLContext:
    """A server's side of TLS; without a certificate no handshake comes to an end."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if certificate:
        context.load_cert_chain(TLS / "relay.crt", TLS / "relay.key")
    return context


def test_a_relay_whose_tls_is_broken_gets_every_reply_once_when_it_is_mended(
    place: Place, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "relay.crt"))
    out = {"host": "localhost", "starttls": True}
    with (
        Sink(tls_context=secure(False)) as relay,
        started(folder, relay, database=place.url, out=out) as desk,
    ):
        with Load([desk.port]) as load:
            wait_until(lambda: len(load.accepted) >= 20 and desk.events("deferred"))
        relay.options = {}  # and now it offers none at all
        seen, before = len(desk.events("deferred")), relay.connections
        wait_until(lambda: len(desk.events("deferred")) > seen and relay.connections > before)
        assert relay.mails == []
        relay.options = {"tls_context": secure(True), "require_starttls": True}
        assert counted(relay, load.accepted) == 0
