"""What is shipped to run the desk with fits the desk."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from consultant.config.reading import load
from consultant.desk import metrics

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return document["services"]


def test_the_settings_of_the_containers_fit_the_containers() -> None:
    settings, services = load(DEPLOY / "compose"), compose()
    assert settings.relay is not None
    assert settings.relay.host in services
    assert re.search(r"@(\w+)/", settings.database_url)[1] in services  # type: ignore[index]
    assert services["desk"]["ports"] == [f"127.0.0.1:2525:{settings.listen.port}"]
    assert f":{settings.watch.port}/readyz" in str(services["desk"]["healthcheck"])
    assert f"port: {settings.watch.port}" in (DEPLOY / "compose" / "prometheus.yml").read_text()
    assert services["prometheus"]["profiles"] == ["watch"]


def test_the_files_that_are_mounted_are_there() -> None:
    mounts = [volume for service in compose().values() for volume in service.get("volumes", [])]
    sources = [volume.split(":")[0] for volume in mounts if volume.startswith("./")]
    assert len(sources) == 5
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_alerts_ask_for_metrics_that_there_are() -> None:
    rules = yaml.safe_load((DEPLOY / "compose" / "alerts.yml").read_text())["groups"][0]["rules"]
    known = {
        sample for metric in metrics.REGISTRY.collect() for sample in (metric.name, f"{metric.name}_total")
    }
    asked = {name for rule in rules for name in re.findall(r"consultant_\w+", rule["expr"])}
    assert asked
    assert asked <= known


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / "consultant.service"
    text = (DEPLOY / "consultant.service").read_text()
    unit.write_text(text.replace("/opt/consultant/bin/consultant", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "consultant.service" in line] == []


def test_a_unit_with_a_mistake_would_be_noticed(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / "consultant.service"
    unit.write_text("[Service]\nExecStart=/bin/true\nNoSuchThing=yes\n")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert "consultant.service" in done.stderr
