"""Settings that fit, and the sentence for each kind that does not."""

import subprocess
import sys
from pathlib import Path

import pytest

from consultant.config.reading import ConfigError, load, relay_login
from consultant.config.settings import DkimSettings, RelaySettings, Settings

REPOSITORY = Path(__file__).parents[2]
CASES = sorted((REPOSITORY / "tests" / "bad_config").glob("settings-*"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.removeprefix("settings-"))
def test_bad_settings_stop_with_one_sentence(case: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(case)
    expected = (case / "expected.txt").read_text("utf-8").strip()
    assert str(caught.value).replace(str(case), "{config}") == expected


OPTIONAL = {"relay": RelaySettings, "dkim": DkimSettings}


def test_the_shipped_settings_are_the_defaults() -> None:
    shipped = load(REPOSITORY / "config")
    plain = Settings.model_validate({"desk": {"addresses": ("consult@example.org",)}})
    assert shipped.model_dump() == plain.model_dump()


def test_every_setting_is_in_the_shipped_file_with_a_comment() -> None:
    lines = (REPOSITORY / "config" / "consultant.toml").read_text("utf-8").splitlines()
    for section in Settings.model_fields:
        model = OPTIONAL.get(section) or type(getattr(load(REPOSITORY / "config"), section))
        for name in model.model_fields:
            at = [n for n, line in enumerate(lines) if line.removeprefix("# ").startswith(f"{name} =")]
            assert at, f"{section}.{name} is not in the file"
            above = [lines[n - 1] for n in at] + [lines[n - 2] for n in at]
            assert any(line.startswith(("#", "[")) for line in above), f"{section}.{name} has no comment"


def test_paths_count_from_the_file_and_names_from_the_first_address(tmp_path: Path) -> None:
    folder = tmp_path / "etc"
    folder.mkdir()
    (folder / "consultant.toml").write_text('[desk]\naddresses = ["a@one.example", "b@two.example"]\n')
    settings = load(folder)
    assert settings.folder == folder
    assert settings.data_folder == tmp_path / "data"
    assert settings.database_url == f"sqlite:///{tmp_path}/data/desk.sqlite"
    assert settings.hostname == "one.example"


def test_the_relay_login_comes_from_the_environment() -> None:
    relay = RelaySettings(host="mail.example.org", starttls=True)
    environment = {"CONSULTANT_RELAY_USER": "desk", "CONSULTANT_RELAY_PASSWORD": "hunter2"}
    login = relay_login(environment, relay)
    assert login is not None
    assert (login.user, login.password.get_secret_value()) == ("desk", "hunter2")
    assert "hunter2" not in repr(login)
    assert relay_login({}, relay) is None


def test_half_a_login_and_a_login_in_the_clear_are_refused() -> None:
    relay = RelaySettings(host="mail.example.org")
    with pytest.raises(
        ConfigError, match=r"found CONSULTANT_RELAY_USER without CONSULTANT_RELAY_PASSWORD\.$"
    ):
        relay_login({"CONSULTANT_RELAY_USER": "desk"}, relay)
    both = {"CONSULTANT_RELAY_USER": "desk", "CONSULTANT_RELAY_PASSWORD": "hunter2"}
    with pytest.raises(ConfigError, match="in the clear") as caught:
        relay_login(both, relay)
    assert "hunter2" not in str(caught.value)
    assert relay_login(both, RelaySettings(host="127.0.0.1")) is not None


def test_bad_settings_end_the_command_before_anything_listens() -> None:
    case = REPOSITORY / "tests" / "bad_config" / "settings-port-too-high"
    ended = subprocess.run(
        [sys.executable, "-m", "consultant", "serve", "--config", str(case)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    expected = (case / "expected.txt").read_text("utf-8").replace("{config}", str(case))
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"consultant: {expected}")
