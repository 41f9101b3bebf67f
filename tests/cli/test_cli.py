"""The commands as a person types them."""

import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from consultant.cli import app
from consultant.config.reading import load
from tests.conftest import ROOT as REPOSITORY
from tests.desk.helpers import DANA, MAIL, RunningDesk, Sink, consult_kindly, wait_until
from tests.desk.stores import Place


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "consultant.toml").write_text(
        '[desk]\naddresses = ["consult@desk.example"]\n[listen]\nport = 0\ndrain = 2\n'
    )
    return folder


def consultant(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1"}).invoke(app, list(words))


def said(*words: str) -> str:
    result = consultant(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def worked(config: Path) -> Path:
    """A desk that has answered one mail, and holds another that broke it."""

    def consult(raw: bytes, *rest: object) -> object:
        if b"poison" in raw:
            raise KeyError("poison")
        return consult_kindly(raw, *rest)  # type: ignore[arg-type]

    with RunningDesk(load(config), consult) as desk:  # type: ignore[arg-type]
        desk.send()
        desk.send(b"Subject: poison\r\n\r\n", sender="kim@clinic.example")
        desk.wait_for("held")
        desk.wait_for("sent")
    return config


def test_status_counts_what_is_there(worked: Path) -> None:
    shown = said("desk", "status", "-c", str(worked))
    words = [line.split() for line in shown.splitlines()]
    assert words == [
        ["state", "number"],
        ["mails", "done", "1"],
        ["held", "1"],
        ["outcomes", "answer", "1"],
        ["replies", "sent", "1"],
    ]
    found = json.loads(said("desk", "status", "-c", str(worked), "--json"))
    assert (found["mails"], found["replies"]) == ({"done": 1, "held": 1}, {"sent": 1})


def test_list_shows_the_newest_first_and_one_state_only(worked: Path) -> None:
    shown = said("desk", "list", "-c", str(worked)).splitlines()
    assert [line.split()[0] for line in shown] == ["id", "2", "1"]
    found = json.loads(said("desk", "list", "-c", str(worked), "--state", "held", "--json"))
    assert [(entry["number"], entry["mail_from"]) for entry in found] == [(2, "kim@clinic.example")]
    assert said("desk", "list", "-c", str(worked), "--state", "failed") == "Nothing.\n"
    assert "expected --state to be one of received" in consultant("desk", "list", "--state", "lost").stderr


def test_other_programs_get_one_line_for_each_mail_and_whole_addresses(worked: Path) -> None:
    sender = f"{'long' * 12}@clinic.example"
    with RunningDesk(load(worked), consult_kindly) as desk:
        desk.send(MAIL + b"once more\r\n", sender=sender)
        desk.wait_for("sent", 2)
    shown = CliRunner().invoke(app, ["desk", "list", "-c", str(worked)]).stdout.splitlines()
    assert [line.split()[0] for line in shown] == ["id", "3", "2", "1"]
    assert [line.split()[3] for line in shown[1:]] == [sender, "kim@clinic.example", DANA]


def test_the_null_sender_is_shown(config: Path) -> None:
    with RunningDesk(load(config), consult_kindly) as desk:
        desk.send(sender="")
        desk.wait_for("done")
    assert re.search(r"mail from +<>", said("desk", "show", "1", "-c", str(config)))
    assert "<>" in said("desk", "list", "-c", str(config))


def test_show_tells_everything_and_the_letters_themselves(worked: Path) -> None:
    shown = said("desk", "show", "2", "-c", str(worked))
    assert re.search(r"state +held", shown)
    assert re.search(r"held because +KeyError at test_cli.py:\d+", shown)
    assert said("desk", "show", "1", "-c", str(worked), "--raw").encode() == MAIL.replace(b"\r\n", b"\n")
    assert "Auto-Submitted: auto-replied" in said("desk", "show", "1", "-c", str(worked), "--reply")
    assert json.loads(said("desk", "show", "1", "-c", str(worked), "--json"))["reply_state"] == "sent"
    assert "there is no mail 9" in consultant("desk", "show", "9", "-c", str(worked)).stderr


def test_what_is_held_can_be_released_and_is_then_answered(worked: Path) -> None:
    assert said("desk", "release", "2", "-c", str(worked)) == "The mail 2 is released.\n"
    assert said("desk", "hold", "2", "-c", str(worked), "--because", "ask first") == "The mail 2 is held.\n"
    assert "ask first" in said("desk", "show", "2", "-c", str(worked))
    with RunningDesk(load(worked), consult_kindly) as desk:
        assert said("desk", "release", "2", "-c", str(worked))  # beside a running desk
        desk.wait_for("sent", 2)
    refused = consultant("desk", "retry", "2", "-c", str(worked))
    assert refused.exit_code == 1
    assert "nothing of mail 2 is in a state for that" in refused.stderr


def test_what_needs_nobody_can_be_purged(worked: Path) -> None:
    assert json.loads(said("desk", "purge", "-c", str(worked), "--days", "1", "--json")) == {"purged": 0}
    assert said("desk", "purge", "-c", str(worked), "--days", "0") == "1 mails were deleted.\n"
    found = json.loads(said("desk", "list", "-c", str(worked), "--json"))
    assert [entry["state"] for entry in found] == ["held"]
    assert consultant("desk", "purge", "-c", str(worked)).exit_code == 2  # not without saying how old


def test_the_commands_work_beside_a_desk_on_postgresql(config: Path, shared_place: Place) -> None:
    """With --json each says what it did as one object."""
    settings = config / "consultant.toml"
    database = f'[desk]\ndatabase = "{shared_place.url}"\n'
    settings.write_text(settings.read_text().replace("[desk]\n", database))

    def done(*words: str) -> Any:
        return json.loads(said("desk", *words, "-c", str(config), "--json"))

    with Sink() as gone:
        port = gone.port
    with settings.open("a") as file:
        file.write(f'[relay]\nhost = "127.0.0.1"\nport = {port}\ntimeout = 1\n')
    with RunningDesk(load(config)) as desk:
        desk.send()
        desk.wait_for("queued")
        wait_until(lambda: desk.entries()[0].reply_error)
        assert done("status")["replies"] == {"queued": 1}
        assert [entry["reply_state"] for entry in done("list", "--state", "queued")] == ["queued"]
        assert done("hold", "1") == {"number": 1, "what": "reply", "done": "is held"}
        assert done("show", "1")["reply_state"] == "held"
        assert done("release", "1")["what"] == "reply"
        assert done("retry", "1") == {"number": 1, "what": "reply", "done": "will be tried now"}
        assert done("purge", "--days", "0") == {"purged": 0}
        assert b"Which code?" in said("desk", "show", "1", "--raw", "-c", str(config)).encode()


def test_without_a_store_the_desk_commands_say_so(config: Path) -> None:
    result = consultant("desk", "status", "-c", str(config))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("consultant: no store at ")
    assert not (config.parent / "data").exists()


def test_the_demo_shows_a_question_and_its_reply(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consultant.wiring.make_consult", lambda settings: consult_kindly)
    shown = said("demo", "-c", str(config), "-q", "difference between 62304 and 62305")
    assert "difference between 62304 and 62305" in shown
    assert "The code is 62305" in shown.partition("The reply")[2]
    assert not (config.parent / "data").exists()


def test_serve_says_why_it_cannot_start(config: Path) -> None:
    (config / "knowledge").symlink_to(REPOSITORY / "config" / "knowledge")
    (config.parent / "templates").symlink_to(REPOSITORY / "templates")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = config / "consultant.toml"
        settings.write_text(settings.read_text().replace("port = 0", f"port = {port}"))
        result = consultant("serve", "-c", str(config))
    assert result.exit_code == 1
    assert f"consultant: cannot listen on 127.0.0.1, port {port}: " in result.stderr
    (config.parent / "templates").unlink()
    result = consultant("serve", "-c", str(config))
    assert result.exit_code == 1
    assert "expected the templates letter.txt.j2 and letter.html.j2" in result.stderr


def commands() -> list[list[str]]:
    nested = ["status", "list", "show", "retry", "hold", "release", "purge"]
    return [["serve"], ["demo"], *(["desk", name] for name in nested)]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example(command: list[str]) -> None:
    shown = said(*command, "--help")
    assert "Example" in shown
    assert f"consultant {' '.join(command)}" in shown.partition("Example")[2]
