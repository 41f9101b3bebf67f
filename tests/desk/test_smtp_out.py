"""The way out, against a real relay on a real socket, and into a Maildir."""

import asyncio
import socket
import ssl
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from pydantic import SecretStr

from consultant.config.reading import Login
from consultant.config.settings import RelaySettings
from consultant.desk.smtp_out import DeliveryError, MaildirDrop, Relay
from consultant.desk.store import Letter
from tests.desk.helpers import DANA, NOON, Sink

TLS = Path(__file__).parent / "tls"
RAW = b"Subject: 62305\r\n\r\n.\r\nThe code is 62305.\r\n"


def letter(raw: bytes = RAW, to: str = DANA, mail_from: str = "", number: int = 1) -> Letter:
    return Letter(
        number=number,
        message_id=f"<{number}@desk.example>",
        mail_from=mail_from,
        rcpt_to=to,
        raw=raw,
        received_at=NOON,
        attempt=1,
        next_at=NOON,
    )


def relay_to(sink: Sink, login: Login | None = None, **options: Any) -> Relay:
    options = {"host": "localhost", "port": sink.port, "timeout": 2.0, **options}
    return Relay(RelaySettings(**options), "desk.example", login)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


async def carry(relay: Relay, what: Letter) -> None:
    await relay.carry(what)
    await relay.close()


async def refusal(relay: Relay, what: Letter) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await relay.carry(what)
    await relay.close()
    return caught.value


def test_letters_go_over_one_kept_connection_from_the_null_sender(sink: Sink) -> None:
    async def go() -> None:
        relay = relay_to(sink)
        for number in range(3):
            await relay.carry(letter(number=number))
        await relay.close()

    run(go())
    assert sink.mails == [("<>", [DANA], RAW)] * 3
    assert sink.connections == 1


def test_a_bounce_address_is_used_when_set(sink: Sink) -> None:
    run(carry(relay_to(sink), letter(mail_from="bounces@desk.example")))
    assert sink.mails[0][0] == "bounces@desk.example"


def test_a_connection_the_relay_closed_costs_no_try(sink: Sink) -> None:
    async def go() -> None:
        relay = relay_to(sink)
        await relay.carry(letter())
        sink.hang_up()
        await asyncio.sleep(0.05)
        await relay.carry(letter(number=2))
        await relay.close()

    run(go())
    assert (len(sink.mails), sink.connections) == (2, 2)


@pytest.mark.parametrize(
    ("step", "says", "permanent"),
    [
        ("RCPT", "550 5.1.1 no such user", True),
        ("RCPT", "450 4.2.0 greylisted", False),
        ("RCPT", "530 5.7.0 log in first", False),
        ("DATA", "554 5.7.1 we do not like it", True),
        ("DATA", "452 4.3.1 full", False),
        ("DATA", "421 4.3.2 closing", False),
    ],
)
def test_a_relay_that_refuses_says_for_how_long(sink: Sink, step: str, says: str, permanent: bool) -> None:
    async def go() -> None:
        relay = relay_to(sink)
        sink.says[step] = says
        with pytest.raises(DeliveryError) as caught:
            await relay.carry(letter())
        assert (caught.value.permanent, caught.value.code) == (permanent, int(says[:3]))
        assert caught.value.why == says
        sink.says.clear()
        await relay.carry(letter(number=2))
        await relay.close()

    run(go())
    assert len(sink.mails) == 1


def test_a_relay_that_drops_us_after_the_dot_is_tried_again(sink: Sink) -> None:
    async def go() -> None:
        relay = relay_to(sink)
        sink.says["DATA"] = "drop"
        error = await refusal(relay, letter())
        assert (error.permanent, error.code) == (False, None)

    run(go())


def test_a_relay_that_is_not_there_or_does_not_answer(sink: Sink) -> None:
    async def go() -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            port = silent.getsockname()[1]
            error = await refusal(relay_to(sink, host="127.0.0.1", port=port, timeout=0.2), letter())
            assert not error.permanent
        error = await refusal(relay_to(sink, host="127.0.0.1", port=port), letter())
        assert not error.permanent
        error = await refusal(relay_to(sink, host="relay..example"), letter())
        assert not error.permanent  # our setting is wrong, not the letter

    run(go())


def test_addresses_that_no_relay_can_be_given(sink: Sink) -> None:
    async def go() -> None:
        error = await refusal(relay_to(sink), letter(to="a b@clinic.example"))
        assert error.permanent

    run(go())


def test_letters_beyond_ascii(sink: Sink) -> None:
    raw = "Subject: Rückenmark\r\n\r\nÄ\r\n".encode()
    run(carry(relay_to(sink), letter(raw, to="märta@klinik.example")))
    assert sink.mails == [("<>", ["märta@klinik.example"], raw)]


def test_a_relay_without_smtputf8_cannot_carry_such_an_address() -> None:
    with Sink() as sink:
        sink.says["EHLO"] = "without SMTPUTF8"

        async def go() -> None:
            error = await refusal(relay_to(sink), letter(to="märta@klinik.example"))
            assert error.permanent
            assert "SMTPUTF8" in error.why

        run(go())


@pytest.fixture
def tls_sink() -> Iterator[Sink]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(TLS / "relay.crt", TLS / "relay.key")
    with Sink(tls_context=context, require_starttls=True) as sink:
        yield sink


def test_starttls_with_a_certificate_we_trust(tls_sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "relay.crt"))
    run(carry(relay_to(tls_sink, starttls=True), letter()))
    assert len(tls_sink.mails) == 1


def test_starttls_with_a_certificate_we_do_not_trust_sends_nothing(tls_sink: Sink) -> None:
    async def go() -> None:
        assert not (await refusal(relay_to(tls_sink, starttls=True), letter())).permanent

    run(go())
    assert tls_sink.mails == []


def test_a_relay_that_has_no_starttls_is_not_sent_anything_in_the_clear(sink: Sink) -> None:
    async def go() -> None:
        error = await refusal(relay_to(sink, starttls=True), letter())
        assert not error.permanent
        assert "STARTTLS" in error.why

    run(go())
    assert sink.mails == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_we_log_in_and_a_wrong_password_is_no_letters_fault() -> None:
    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = (data.login, data.password) == (b"desk", b"hunter2")
        return AuthResult(success=right, handled=False)

    with Sink(authenticator=authenticate, auth_required=True, auth_require_tls=False) as sink:

        async def go() -> None:
            wrong = Login(user="desk", password=SecretStr("hunter1"))
            error = await refusal(relay_to(sink, wrong), letter())
            assert (error.permanent, error.code) == (False, 535)
            relay = relay_to(sink, Login(user="desk", password=SecretStr("hunter2")))
            await relay.carry(letter())
            await relay.close()

        run(go())
        assert len(sink.mails) == 1


def test_without_a_relay_letters_become_files_once_each(tmp_path: Path) -> None:
    async def go() -> None:
        drop = MaildirDrop(tmp_path / "Maildir")
        for number in (1, 2, 1):
            await drop.carry(letter(number=number, mail_from="bounces@desk.example"))
        await drop.close()

    run(go())
    files = list((tmp_path / "Maildir" / "new").iterdir())
    assert len(files) == 2
    head = b"Return-Path: <bounces@desk.example>\nDelivered-To: dana@clinic.example\n"
    assert files[0].read_bytes() == head + RAW.replace(b"\r\n", b"\n")
    assert list((tmp_path / "Maildir" / "tmp").iterdir()) == []


def test_a_maildir_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "Maildir").write_text("in the way")

    async def go() -> None:
        with pytest.raises(DeliveryError) as caught:
            await MaildirDrop(tmp_path / "Maildir").carry(letter())
        assert not caught.value.permanent

    run(go())
