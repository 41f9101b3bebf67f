"""Desks in processes of their own, mail for them without a pause, and the count of what came back."""

import json
import os
import random
import signal
import smtplib
import socket
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email import message_from_bytes
from pathlib import Path
from typing import Any

from consultant.desk.crashing import VARIABLE
from tests.desk.helpers import DANA, MAIL, US, Sink, shown_if_it_fails, wait_until


class Process:
    """A desk process and what it has logged."""

    def __init__(self, folder: Path, options: dict[str, Any], crash: str) -> None:
        self._log = folder.parent / f"{crash or 'live'}-{id(self)}.log"
        with self._log.open("wb") as log:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "tests.desk.desk_process", json.dumps(options)],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | {VARIABLE: crash},
            )
        try:
            self.port: int = wait_until(self._listens)
        except BaseException:
            self.popen.kill()
            raise

    def _listens(self) -> int:
        assert self.popen.poll() in (None, -signal.SIGKILL), self.logged()
        found = self.events("listening")
        return int(found[0]["port"]) or -1 if found else 0  # -1: it only answers

    def logged(self) -> str:
        """What the process has written so far."""
        return self._log.read_text()

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = [line for line in self.logged().splitlines() if line.startswith("{")]
        return [event for line in lines if (event := json.loads(line))["event"] == name]

    def send(self, raw: bytes = MAIL, sender: str = DANA) -> bytes:
        """The words after the 250."""
        with smtplib.SMTP("127.0.0.1", self.port, "client.example", timeout=10) as client:
            client.ehlo()
            client.mail(sender)
            client.rcpt(US)
            code, words = client.data(raw)
            assert code == 250
            return words

    def end(self, how: int = signal.SIGTERM) -> int:
        """Tell it to stop; its exit code."""
        self.popen.send_signal(how)
        return self.popen.wait(60)


@contextmanager
def started(folder: Path, sink: Sink | None = None, crash: str = "", **options: Any) -> Iterator[Process]:
    options = {"folder": str(folder)} | ({"relay": sink.port} if sink else {}) | options
    process = Process(folder, options, crash)
    try:
        with shown_if_it_fails(process.logged):
            yield process
    finally:
        with suppress(ProcessLookupError):
            process.popen.kill()
        process.popen.wait(60)


def free_port() -> int:
    """A port that stays free until somebody asks for it: not one of those that connections are given."""
    for port in random.sample(range(20_000, 30_000), 100):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no port is free")


class Load:
    """Clients that send mails, each from a sender of its own, until the end of the `with`.

    As mail servers do, they repeat the very same mail until one of the ports has said 250 to it.
    """

    def __init__(self, ports: Sequence[int], clients: int = 4, pause: float = 0.01) -> None:
        self._ports = ports
        self._pause = pause
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._send, args=(number,)) for number in range(clients)]
        self.accepted: list[str] = []
        self.not_now: list[int] = []
        self.refused: list[smtplib.SMTPResponseException] = []

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    def finish(self) -> None:
        """Begin no further mail; returns when all begun were accepted."""
        self._enough.set()
        for thread in self._threads:
            thread.join(30)
            assert not thread.is_alive()
        assert self.refused == []

    def _send(self, client: int) -> None:
        count = 0
        while not self._enough.wait(self._pause):
            count += 1
            sender = f"client{client}-mail{count}@clinic.example"
            while not self._sent(self._ports[(client + count) % len(self._ports)], sender):
                count += len(self._ports) > 1  # the other port
                self._enough.wait(0.02)
            self.accepted.append(sender)

    def _sent(self, port: int, sender: str) -> bool:
        raw = f"From: {sender}\r\nSubject: a question\r\n\r\nWhich code?\r\n".encode()
        try:
            with smtplib.SMTP("127.0.0.1", port, "client.example", timeout=5) as client:
                client.sendmail(sender, [US], raw)
                return True
        except smtplib.SMTPResponseException as error:
            self.refused += [error] if error.smtp_code >= 500 else []
            self.not_now.append(error.smtp_code)
        except (smtplib.SMTPException, OSError):
            pass
        return False


def counted(sink: Sink, accepted: Sequence[str]) -> int:
    """Every mail was answered, under one Message-ID; how many replies came twice."""
    assert len(set(accepted)) == len(accepted) > 0

    def answered() -> set[str]:
        return {recipient for _, recipients, _ in tuple(sink.mails) for recipient in recipients}

    with suppress(AssertionError):
        wait_until(lambda: answered() >= set(accepted), 90)  # 30 s are too few on a busy machine
    assert set(accepted) - answered() == set(), "lost"
    ids = defaultdict(list)
    for _, (recipient, *_), raw in sink.mails:
        ids[recipient].append(message_from_bytes(raw)["Message-ID"])
    assert set(ids) == set(accepted)
    assert all(len(set(each)) == 1 for each in ids.values()), "one mail, two answers"
    assert len({each[0] for each in ids.values()}) == len(ids)
    return sum(len(each) - 1 for each in ids.values())
