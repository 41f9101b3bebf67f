"""TLS, logins, LMTP and the gate: who comes in, how, and what an injected command comes to."""

import io
import os
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from consultant.answer.disposition import Disposition
from consultant.config.reading import ConfigError
from consultant.desk.doors import open_doors
from consultant.desk.submitters import Submitters, SubmittersError, line_for
from consultant.mail.message import Envelope
from consultant.mail.outcome import Outcome
from tests.desk.helpers import DANA, MAIL, US, RunningDesk, make_settings

TLS = Path(__file__).parent / "tls"
CERTIFICATE = {"certificate": str(TLS / "relay.crt"), "key": str(TLS / "relay.key")}
STRANGERS = {"trusted": ()}


def running(folder: Path, **listen: Any) -> RunningDesk:
    settings = make_settings(folder, listen=listen)
    return RunningDesk(settings, doors=open_doors(settings))


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(TLS / "relay.crt"))


@pytest.fixture
def given() -> list[Envelope]:
    """What the consult function of `safe` was told of its mails."""
    return []


@pytest.fixture
def safe(tmp_path: Path, given: list[Envelope]) -> Iterator[RunningDesk]:
    """A desk that strangers must come to by TLS, with one submitter."""
    file = tmp_path / "submitters"
    file.write_text(f"# who may log in\n{line_for('clinic', 'correct horse')}\n")

    def consult(raw: bytes, envelope: Envelope, *_: Any) -> Outcome:
        given.append(envelope)
        return Outcome(disposition=Disposition.IGNORE)

    listen = {**CERTIFICATE, **STRANGERS, "require_starttls": True, "submitters": str(file)}
    settings = make_settings(tmp_path, listen=listen)
    with RunningDesk(settings, consult, doors=open_doors(settings)) as desk:
        yield desk


def lines(sock: socket.socket) -> bytes:
    """All there is until the other side closes."""
    return b"".join(iter(lambda: sock.recv(65_536), b""))


def heard(sock: socket.socket, last: bytes) -> bytes:
    """What is said up to a line that begins so."""
    said = b""
    while not any(line.startswith(last) for line in said.splitlines()) or not said.endswith(b"\r\n"):
        said += sock.recv(1_000)
    return said


def test_mail_comes_by_tls_and_only_by_tls(safe: RunningDesk) -> None:
    with safe.client() as client:
        client.ehlo()
        assert client.has_extn("starttls")
        assert not client.has_extn("auth")
        assert client.mail(DANA)[0] == 530
        client.starttls(context=trusting())
        client.ehlo()
        assert not client.has_extn("starttls")
        client.sendmail(DANA, [US], MAIL)
        assert client.docmd("STARTTLS")[0] == 503
    assert len(safe.entries()) == 1


def test_what_was_sent_in_the_clear_after_starttls_is_not_heard(safe: RunningDesk) -> None:
    """The injection of CVE-2011-0411: commands that a man in the middle puts behind STARTTLS."""
    with socket.create_connection((safe.host, safe.port), timeout=10) as plain:
        plain.sendall(b"EHLO x\r\n")
        heard(plain, b"250 HELP")
        plain.sendall(f"STARTTLS\r\nMAIL FROM:<evil@x.example>\r\nRCPT TO:<{US}>\r\n".encode())
        assert heard(plain, b"220") == b"220 Ready to start TLS\r\n"
        with trusting().wrap_socket(plain, server_hostname="localhost") as client:
            client.sendall(b"EHLO y\r\nRCPT TO:<" + US.encode() + b">\r\nQUIT\r\n")
            said = lines(client)
    assert b"250 OK" not in said
    assert b"503 Error: need MAIL command" in said
    assert b"evil" not in said


def test_tls_forgets_what_was_said_before(tmp_path: Path) -> None:
    with running(tmp_path, **CERTIFICATE) as desk, desk.client() as client:
        client.ehlo()
        assert client.mail(DANA)[0] == 250
        client.starttls(context=trusting())
        assert client.docmd(f"RCPT TO:<{US}>")[0] == 503


def test_without_a_certificate_there_is_no_tls(desk: RunningDesk) -> None:
    with desk.client() as client:
        client.ehlo()
        assert not client.has_extn("starttls")
        assert client.docmd("STARTTLS")[0] == 454
        assert client.docmd("AUTH PLAIN AGEAYg==")[0] == 500


def test_a_client_that_breaks_off_its_handshake_harms_nobody(safe: RunningDesk) -> None:
    with socket.create_connection((safe.host, safe.port), timeout=10) as plain:
        plain.sendall(b"EHLO x\r\nSTARTTLS\r\n")
        heard(plain, b"220 Ready")
        plain.sendall(b"this is no handshake\r\n" * 10)
        plain.settimeout(10)
        with suppress(ConnectionError):
            lines(plain)
    test_mail_comes_by_tls_and_only_by_tls(safe)


def test_a_submitter_logs_in(safe: RunningDesk, given: list[Envelope]) -> None:
    with safe.client() as client:
        client.starttls(context=trusting())
        client.login("clinic", "correct horse")
        client.sendmail(DANA, [US], MAIL)
    safe.wait_for("done")
    assert [(e.submitter, e.helo, e.peer) for e in given] == [("clinic", "client.example", "127.0.0.1")]


@pytest.mark.parametrize("mechanism", ["plain", "login"])
def test_three_wrong_passwords_end_it(safe: RunningDesk, log: io.StringIO, mechanism: str) -> None:
    with closing(safe.client()) as client:
        client.starttls(context=trusting())
        client.ehlo()
        client.user, client.password = "clinic", "wrong"
        how = client.auth_plain if mechanism == "plain" else client.auth_login
        for code in (535, 535, 421):
            with pytest.raises(smtplib.SMTPAuthenticationError) as caught:
                client.auth(mechanism, how)
            assert caught.value.smtp_code == code
    assert "wrong password" in log.getvalue()
    assert "horse" not in log.getvalue()


def test_names_and_passwords_are_kept_as_hashes() -> None:
    known = Submitters(line_for("clinic", "pass:word") + "\n" + line_for("klinik-ä", "höher"))
    assert known.admits(b"clinic", b"pass:word")
    assert known.admits("klinik-ä".encode(), "höher".encode())
    for name, wrong in ((b"clinic", b""), (b"clinic", b"pass:words"), (b"nobody", b"x"), (b"\xff", b"")):
        assert not known.admits(name, wrong)
    assert line_for("a", "b") != line_for("a", "b")
    with pytest.raises(SubmittersError):
        Submitters("clinic:plain text")
    with pytest.raises(ValueError):
        line_for("a:b", "c")


def test_files_that_do_not_fit_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "bad").write_text("clinic:correct horse\n")
    for listen, sentence in (
        ({"certificate": "/nowhere.pem"}, "nowhere.pem: expected a certificate"),
        ({"certificate": CERTIFICATE["key"]}, "do not fit together"),
        ({"require_starttls": True}, "expected listen.certificate with listen.require_starttls"),
        ({**CERTIFICATE, "submitters": str(tmp_path / "bad")}, "line 1: expected name:scrypt"),
        ({**CERTIFICATE, "submitters": "/nowhere"}, "/nowhere: expected the file of listen.submitters"),
    ):
        with pytest.raises(ConfigError, match=sentence) as caught:
            open_doors(make_settings(tmp_path, listen=listen))
        assert "horse" not in str(caught.value)


def test_a_certificate_that_cannot_be_read_again_leaves_the_old_one(tmp_path: Path, log: io.StringIO) -> None:
    here = {name: tmp_path / f"{name}.pem" for name in CERTIFICATE}
    for name, path in here.items():
        path.write_bytes(Path(CERTIFICATE[name]).read_bytes())
    settings = make_settings(tmp_path, listen={name: str(path) for name, path in here.items()})
    doors = open_doors(settings)
    doors.refresh()
    here["certificate"].write_text("half written")
    doors.refresh()
    assert "certificate-unready" in log.getvalue()
    with RunningDesk(settings, doors=doors) as desk, desk.client() as client:
        assert client.starttls(context=trusting())[0] == 220


def test_lmtp_answers_for_each_recipient(tmp_path: Path) -> None:
    where = tmp_path / "lmtp"
    with running(tmp_path, lmtp=str(where), **STRANGERS) as desk:
        assert oct(os.stat(where).st_mode & 0o777) == "0o660"
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(where))
            client.settimeout(10)
            client.sendall(
                b"EHLO x\r\nLHLO x\r\nMAIL FROM:<" + DANA.encode() + b">\r\n"
                b"RCPT TO:<consult@desk.example>\r\nRCPT TO:<other@desk.example>\r\n"
                b"RCPT TO:<consult+2@desk.example>\r\nDATA\r\n" + MAIL + b".\r\nQUIT\r\n"
            )
            codes = [line[:3] for line in lines(client).splitlines() if line[3:4] == b" "]
        expected = [b"220", b"500", b"250", b"250", b"250", b"550", b"250", b"354", b"250", b"250", b"221"]
        assert codes == expected
        assert [entry.rcpt_to for entry in desk.entries()] == [(US, "consult+2@desk.example")]


def test_lmtp_on_a_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with running(tmp_path, lmtp=f"127.0.0.1:{port}") as desk:
        with smtplib.LMTP("127.0.0.1", port, timeout=10) as client:
            client.sendmail(DANA, [US], MAIL)
        assert len(desk.entries()) == 1


def greeting(desk: RunningDesk) -> tuple[socket.socket, bytes]:
    client = socket.create_connection((desk.host, desk.port), timeout=10)
    return client, client.recv(1_000)


def test_one_address_has_only_so_many_connections(tmp_path: Path, log: io.StringIO) -> None:
    with running(tmp_path, per_address=2, **STRANGERS) as desk:
        clients = [greeting(desk) for _ in range(3)]
        assert [said[:3] for _, said in clients] == [b"220", b"220", b"421"]
        clients[0][0].sendall(b"QUIT\r\n")
        assert lines(clients[0][0])[:3] == b"221"
        again, said = greeting(desk)
        assert said[:3] == b"220"
        for client in (again, *(client for client, _ in clients)):
            client.close()
    assert "too many connections from this address" in log.getvalue()


def test_whoever_speaks_first_is_sent_away(tmp_path: Path) -> None:
    with running(tmp_path, greeting_delay=0.3, **STRANGERS) as desk:
        with socket.create_connection((desk.host, desk.port), timeout=10) as client:
            client.sendall(b"EHLO junk\r\n")
            assert lines(client)[:3] == b"554"
        desk.send()
        assert len(desk.entries()) == 1


def test_a_mail_that_goes_in_circles_is_refused(desk: RunningDesk) -> None:
    for hops in (51, 60):
        with pytest.raises(smtplib.SMTPDataError) as caught:
            desk.send(b"RECEIVED: from x\r\n" * hops + MAIL)
        assert caught.value.smtp_code == 554
        assert caught.value.smtp_error.startswith(b"5.4.6")
    desk.send(b"Received: from x\r\n" * 50 + MAIL + b"Received: in the text\r\n" * 60)
    assert len(desk.entries()) == 1
