"""Connections that end, wait, hurry or cheat: what stays whole whatever the client does."""

import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.desk.helpers import DANA, MAIL, US, RunningDesk, make_settings, wait_until


def transaction(data: bytes, sender: str = DANA) -> bytes:
    return f"MAIL FROM:<{sender}>\r\nRCPT TO:<{US}>\r\nDATA\r\n".encode() + data + b"\r\n.\r\n"


def talk(desk: RunningDesk, octets: bytes, *, half_close: bool = False) -> list[bytes]:
    """Send everything at once, read to the end; the codes of the answers."""
    with socket.create_connection((desk.host, desk.port), timeout=10) as client:
        client.sendall(b"EHLO client.example\r\n" + octets)
        if half_close:
            client.shutdown(socket.SHUT_WR)
        answers = b"".join(iter(lambda: client.recv(65_536), b""))
    return [line[:3] for line in answers.splitlines() if line[3:4] == b" "][2:]


@contextmanager
def locked(desk: RunningDesk) -> Iterator[None]:
    """While nothing can be stored."""
    blocker = sqlite3.connect(desk.settings.data_folder / "desk.sqlite", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        blocker.execute("COMMIT")
        blocker.close()


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[RunningDesk]:
    """A desk that waits long for its store and short for its clients."""
    settings = make_settings(tmp_path, listen={"timeout": 0.4})
    with RunningDesk(settings, busy_timeout=5) as desk:
        yield desk


def test_a_client_that_half_closes_after_the_dot_gets_its_answer(desk: RunningDesk) -> None:
    assert talk(desk, transaction(MAIL), half_close=True) == [b"250", b"250", b"354", b"250", b"421"]
    assert len(desk.entries()) == 1


def test_a_client_that_closes_before_the_dot_has_said_nothing(desk: RunningDesk) -> None:
    assert talk(desk, transaction(MAIL)[:-3], half_close=True) == [b"250", b"250", b"354", b"421"]
    assert desk.entries() == ()


def test_pipelined_mails_are_taken_one_after_the_other(desk: RunningDesk) -> None:
    both = transaction(MAIL) + transaction(MAIL + b"more") + b"QUIT\r\n"
    assert talk(desk, both) == [b"250", b"250", b"354", b"250"] * 2 + [b"221"]
    assert talk(desk, both, half_close=True)[-1] == b"221"
    assert len(desk.entries()) == 2


SMUGGLED = transaction(b"Subject: forged", sender="ceo@bank.example").removesuffix(b"\r\n.\r\n")


@pytest.mark.parametrize(
    "end", [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r.\r\n", b"\r\n.\n", b"\r\n.\r", b"\n.\r", b"\r\n\x00.\r\n"]
)
def test_nothing_but_crlf_dot_crlf_ends_a_mail(desk: RunningDesk, end: bytes) -> None:
    codes = talk(desk, transaction(MAIL + b"x" + end + SMUGGLED) + b"QUIT\r\n")
    # The smuggled transaction is text of the first mail, up to its own final dot.
    verdict = b"250" if b"\x00" in end else b"550"
    assert codes == [b"250", b"250", b"354", verdict, b"221"]
    assert all(entry.mail_from == DANA for entry in desk.entries())


def test_a_mail_is_kept_when_its_client_is_gone_before_the_answer(patient: RunningDesk) -> None:
    with locked(patient), socket.create_connection((patient.host, patient.port)) as client:
        client.sendall(b"EHLO client.example\r\n" + transaction(MAIL))
        wait_until(lambda: patient.desk._listener._reception.storing)  # it has reached the store
    patient.wait_for("sent")


def test_waiting_for_the_store_is_not_the_clients_silence(patient: RunningDesk) -> None:
    codes: list[list[bytes]] = []
    with locked(patient):
        client = threading.Thread(target=lambda: codes.append(talk(patient, transaction(MAIL) + b"QUIT\r\n")))
        client.start()
        time.sleep(0.7)
    client.join()
    assert codes[0] == [b"250", b"250", b"354", b"250", b"221"]


def test_a_slow_mail_is_taken_and_a_silent_client_is_not_kept(patient: RunningDesk) -> None:
    with socket.create_connection((patient.host, patient.port), timeout=10) as client:
        client.sendall(b"EHLO client.example\r\n")
        whole = transaction(MAIL)
        for at in range(0, len(whole), 40):
            client.sendall(whole[at : at + 40])
            time.sleep(0.15)
        answers = b"".join(iter(lambda: client.recv(65_536), b""))  # until it is sent away
    assert b"250 2.0.0 Stored as 1" in answers


def test_a_connection_that_is_reset_leaves_no_trace(desk: RunningDesk) -> None:
    for octets in (
        b"",
        b"EHLO x\r\n",
        transaction(MAIL)[:60],
        b"\x16\x03\x01\x00\xff\r\n",
        b"\xff" * 200_000,
    ):
        client = socket.create_connection((desk.host, desk.port))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        client.sendall(octets)
        client.close()
    desk.send()
    assert len(desk.entries()) == 1
    wait_until(lambda: not desk.desk._listener._open)
