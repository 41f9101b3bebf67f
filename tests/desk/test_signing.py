"""Signatures on replies: others can check them with the record that is printed."""

import base64
from pathlib import Path
from typing import Any

import nacl.signing
import pytest
from typer.testing import CliRunner

from consultant.cli import app
from consultant.config.reading import DKIM_KEY, ConfigError, load
from consultant.desk.proof.dkim import check_dkim
from consultant.desk.signing import Signer
from consultant.desk.signing_key import NoKeyMade, make_key
from consultant.mail.message import Counts, Envelope
from consultant.wiring import make_consult, make_signer
from tests.conftest import NOW, ROOT
from tests.desk.zone import Zone, txt

RSA = (Path(__file__).parent / "tls" / "relay.key").read_bytes()
SEED = bytes(range(32))
ED25519 = (
    b"-----BEGIN PRIVATE KEY-----\n"
    + base64.b64encode(bytes.fromhex("302e020100300506032b657004220420") + SEED)
    + b"\n-----END PRIVATE KEY-----\n"
)
MAIL = b"From: Desk <consult@example.org>\r\nTo: p@x.example\r\nSubject: Re: x\r\n\r\n62305\r\n"


def checked(signer: Signer, raw: bytes) -> list[tuple[str, str]]:
    name, text = signer.record()
    return [tuple(one) for one in check_dkim(Zone({name: txt(text)}), raw)]


@pytest.mark.parametrize("key", [RSA, ED25519, base64.b64encode(SEED) + b"\n"], ids=["rsa", "pem", "seed"])
def test_the_printed_record_verifies_what_was_signed(key: bytes) -> None:
    signer = Signer("example.org", "desk", key)
    signed = signer.sign(MAIL)
    assert signed.endswith(MAIL)
    assert checked(signer, signed) == [("example.org", "pass")]
    for change in ((b"62305", b"62304"), (b"consult@", b"other@"), (b"To: p@x.example\r\n", b"")):
        assert checked(signer, signed.replace(*change)) != [("example.org", "pass")]
    # A second From or Subject put in front breaks it as well.
    for more in (b"From: Evil <e@evil.example>\r\n", b"Subject: pay\r\n"):
        assert checked(signer, more + signed) != [("example.org", "pass")]


def test_the_ed25519_record_holds_the_public_key() -> None:
    public = base64.b64encode(bytes(nacl.signing.SigningKey(SEED).verify_key)).decode()
    assert Signer("example.org", "desk", ED25519).record() == (
        "desk._domainkey.example.org",
        f"v=DKIM1; k=ed25519; p={public}",
    )


@pytest.mark.parametrize(
    "key", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
)
def test_what_is_no_key_is_refused(key: bytes) -> None:
    with pytest.raises(ValueError):
        Signer("example.org", "desk", key)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The shipped settings with signatures."""
    text = (ROOT / "config" / "consultant.toml").read_text("utf-8")
    (tmp_path / "consultant.toml").write_text(
        text.replace('templates = "../templates"', f'templates = "{ROOT}/templates"')
        + f'\n[dkim]\nselector = "desk"\nkey = "{tmp_path}/dkim.pem"\n'
    )
    (tmp_path / "dkim.pem").write_bytes(RSA)
    (tmp_path / "knowledge").symlink_to(ROOT / "config" / "knowledge")
    return tmp_path


def test_replies_are_signed(config: Path) -> None:
    settings = load(config)
    envelope = Envelope(mail_from="p@x.example", rcpt_to=("consult@example.org",), received_at=NOW)
    raw = b"From: p@x.example\r\nSubject: x\r\n\r\nWhat is 62305?\r\n"
    reply = make_consult(settings)(raw, envelope, Counts(), "<r@example.org>", NOW).reply
    signer = make_signer(settings, {})
    assert reply is not None
    assert signer is not None
    assert checked(signer, reply.raw) == [("example.org", "pass")]
    assert max(map(len, reply.raw.split(b"\r\n"))) <= 998


def test_the_command_prints_the_record(config: Path) -> None:
    said = CliRunner().invoke(app, ["desk", "dkim", "--config", str(config)])
    assert said.exit_code == 0
    assert said.output.startswith('desk._domainkey.example.org. 3600 IN TXT ("v=DKIM1; k=rsa; p=')
    assert max(len(piece) for piece in said.output.split('"')[1::2]) <= 255
    without = CliRunner().invoke(app, ["desk", "dkim", "--config", str(ROOT / "config")])
    assert without.exit_code == 1
    assert "not signed" in without.output


def test_the_command_makes_the_key_once(config: Path) -> None:
    key = config / "dkim.pem"
    key.unlink()
    made = CliRunner().invoke(app, ["desk", "dkim", "--make", "--config", str(config)])
    assert made.exit_code == 0, made.output
    assert key.stat().st_mode & 0o777 == 0o600
    pem = key.read_bytes()
    signer = Signer("example.org", "desk", pem)
    assert "".join(made.output.split('"')[1::2]) == signer.record()[1]
    assert checked(signer, signer.sign(MAIL)) == [("example.org", "pass")]
    again = CliRunner().invoke(app, ["desk", "dkim", "--make", "--config", str(config)])
    assert again.exit_code == 1
    assert "is there already" in again.output
    assert key.read_bytes() == pem


def test_no_key_is_made_where_none_can_be(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = CliRunner().invoke(app, ["desk", "dkim", "--make", "--config", str(ROOT / "config")])
    assert "set dkim.selector and dkim.key first" in without.output
    with pytest.raises(NoKeyMade, match="no folder"):
        make_key(tmp_path / "nowhere" / "dkim.pem")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoKeyMade, match="openssl is not installed"):
        make_key(tmp_path / "other.pem")
    assert not (tmp_path / "other.pem").exists()


def test_a_key_from_the_environment(config: Path) -> None:
    def signer(environment: dict[str, str], **dkim: Any) -> Signer | None:
        settings = load(config)
        assert settings.dkim is not None
        given = settings.model_copy(update={"dkim": settings.dkim.model_copy(update=dkim)})
        return make_signer(given.found_in(config), environment)

    found = signer({DKIM_KEY: ED25519.decode()}, key="", domain="other.example")
    assert found is not None
    assert found.record()[0] == "desk._domainkey.other.example"
    with pytest.raises(ConfigError, match=DKIM_KEY):
        signer({}, key="")
    with pytest.raises(ConfigError, match="No such file"):
        signer({}, key="nowhere.pem")
