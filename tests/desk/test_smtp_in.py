"""The way in, through real sockets: what is taken, what is refused, and with which words."""

import io
import json
import smtplib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.helpers import DANA, MAIL, US, RunningDesk, make_settings

TOO_BIG = (552, b"5.3.4 A mail may have 65536 octets here")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk that allows little."""
    listen = {"size_limit": 65_536, "line_limit": 2_000, "recipients": 2, "commands": 10}
    with RunningDesk(make_settings(tmp_path, listen=listen)) as desk:
        yield desk


def offer(client: smtplib.SMTP, raw: bytes) -> tuple[int, bytes]:
    client.ehlo_or_helo_if_needed()
    client.mail(DANA)
    client.rcpt(US)
    return client.data(raw)


def test_250_means_stored(desk: RunningDesk, log: io.StringIO) -> None:
    with desk.client() as client:
        assert offer(client, MAIL) == (250, b"2.0.0 Stored as 1")
        with sqlite3.connect(desk.settings.data_folder / "desk.sqlite") as other:
            assert other.execute("SELECT raw FROM content WHERE way = 'in'").fetchall() == [(MAIL,)]
    event = next(json.loads(line) for line in log.getvalue().splitlines() if "accepted" in line)
    assert (event["id"], event["sender"], event["to"]) == (1, f"<{DANA}>", [US])


def test_the_same_mail_again_is_stored_once(desk: RunningDesk) -> None:
    with desk.client() as client:
        assert {offer(client, MAIL) for _ in range(3)} == {(250, b"2.0.0 Stored as 1")}
    assert len(desk.entries()) == 1


@pytest.mark.parametrize(
    "to", ["CONSULT@Desk.Example", "consult+spine@desk.example", "Consult+@desk.example."]
)
def test_our_address_is_ours_in_any_case_and_with_detail(desk: RunningDesk, to: str) -> None:
    desk.send(to=to)
    assert desk.entries()[0].rcpt_to == (to,)


@pytest.mark.parametrize(
    "to",
    ["someone@desk.example", "consult@other.example", "consult@sub.desk.example", "consult", "postmaster"],
)
def test_nobody_else_is(desk: RunningDesk, to: str) -> None:
    with desk.client() as client:
        client.ehlo()
        client.mail(DANA)
        assert client.rcpt(to) == (550, b"5.1.1 No such address here")
        assert client.docmd("RCPT", f"TO:<{US}@elsewhere.example>")[0] == 553
        assert client.docmd("DATA")[0] == 503
    assert desk.entries() == ()


def test_a_mail_larger_than_the_limit_is_refused_and_the_conversation_goes_on(small: RunningDesk) -> None:
    line = b"x" * 48 + b"\r\n"
    with small.client() as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "65536"
        assert client.mail(DANA, ["SIZE=65537"]) == TOO_BIG
        assert client.mail(DANA, ["SIZE=65536"])[0] == 250
        client.rset()
        assert offer(client, line * 1_400) == TOO_BIG
        assert offer(client, line * 40_000) == TOO_BIG
        assert offer(client, MAIL)[0] == 250
    assert len(small.entries()) == 1


def test_doubled_dots_do_not_count_and_do_not_stay(small: RunningDesk) -> None:
    raw = b".\r\n..\r\n.a\r\n" * 5_000  # 55,000 octets, 70,000 on the wire
    with small.client() as client:
        assert offer(client, raw)[0] == 250
    assert small.thread.run(small.store.letters(1))[0] == raw


def test_lines_may_be_long_but_not_endless(small: RunningDesk) -> None:
    with small.client() as client:
        assert offer(client, b"x" * 1_990 + b"\r\n")[0] == 250
        assert offer(client, b"x" * 2_010 + b"\r\n") == (550, b"5.6.0 A line is too long")


def test_recipients_are_capped(small: RunningDesk) -> None:
    with small.client() as client:
        client.ehlo()
        client.mail(DANA)
        codes = [client.rcpt(f"consult+{number}@desk.example")[0] for number in range(3)]
        assert codes == [250, 250, 452]
        assert client.data(MAIL)[0] == 250
    assert len(small.entries()[0].rcpt_to) == 2


def test_commands_are_capped(small: RunningDesk) -> None:
    with small.client() as client:
        codes = [client.noop()[0] for _ in range(11)]
        assert codes == [250] * 10 + [421]
        client.close()


def test_one_client_cannot_raise_the_limits_of_another(desk: RunningDesk) -> None:
    with desk.client() as client:
        for _ in range(50):
            client.ehlo()
    with desk.client() as client:
        client.ehlo()
        assert client.docmd("MAIL", f"FROM:<{'x' * 600}@clinic.example>")[0] == 500


def test_the_null_sender_is_an_empty_string(desk: RunningDesk) -> None:
    desk.send(sender="")
    assert desk.wait_for("done")[0].mail_from == ""


def test_every_letter_of_the_world_is_taken(desk: RunningDesk) -> None:
    raw = "Subject: Rückenmark 脊髓\r\n\r\nÄ\r\n".encode()
    with desk.client() as client:
        client.ehlo()
        assert {"8bitmime", "smtputf8", "pipelining"} <= client.esmtp_features.keys()
        assert "auth" not in client.esmtp_features
        client.sendmail("märta@klinik.example", [US], raw, ["SMTPUTF8", "BODY=8BITMIME"])
    assert desk.entries()[0].mail_from == "märta@klinik.example"
    assert desk.thread.run(desk.store.letters(1))[0] == raw


@pytest.mark.parametrize(
    "sender", ["a b@c.example", "a@b@c.example", "dana", "a\x01@c.example", "a\u2028@c.example"]
)
def test_a_sender_that_is_none_is_refused_for_good(desk: RunningDesk, sender: str) -> None:
    with desk.client() as client:
        client.ehlo()
        client.command_encoding = "utf-8"
        assert client.docmd("MAIL", f"FROM:<{sender}>")[0] in (501, 553)
        client.send(b"MAIL FROM:<\xff\xfe@c.example>\r\n")
        assert client.getreply()[0] == 553
        assert client.mail(DANA)[0] == 250


def test_a_store_that_is_not_ready_is_a_451_and_recovers(desk: RunningDesk, log: io.StringIO) -> None:
    trouble = (451, b"4.3.0 The desk cannot take this just now, please try again later")
    blocker = sqlite3.connect(desk.settings.data_folder / "desk.sqlite", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with desk.client() as client:
        assert offer(client, MAIL) == trouble
        blocker.execute("COMMIT")
        assert offer(client, MAIL)[0] == 250
    blocker.close()
    assert "database is locked" in log.getvalue()


def test_a_mistake_of_ours_is_a_451_without_its_words(
    desk: RunningDesk, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def mistaken(operation: object) -> None:
        raise KeyError("Jane Doe, MRN 12345")

    with desk.client() as client, monkeypatch.context() as patch:
        patch.setattr(desk.store._runner, "run", mistaken)
        code, words = offer(client, MAIL)
        assert (code, b"Jane" in words, b"Error" in words) == (451, False, False)
        patch.undo()
        assert offer(client, MAIL)[0] == 250
    assert '"event": "mistake"' in log.getvalue()
    assert "Jane" not in log.getvalue()


def test_the_log_holds_no_content(desk: RunningDesk, log: io.StringIO) -> None:
    with desk.client() as client:
        offer(client, b"Subject: Jane Doe\r\n\r\nJane Doe, MRN 12345\r\n")
        client.docmd("Jane", "Doe")
        client.docmd("VRFY", "Jane")
        offer(client, b"Jane\nDoe\r\n" * 3)
    desk.wait_for("sent")
    assert "Jane" not in log.getvalue()
    assert "12345" not in log.getvalue()
