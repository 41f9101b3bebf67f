"""What an operator can set, type or read in the log is in docs/operating.md."""

import ast
from pathlib import Path

import pytest

from consultant.cli.desk import app
from consultant.config.settings import DkimSettings, RelaySettings, Section, Settings
from consultant.desk import maillog

DOC = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")

OPTIONAL = {"relay": RelaySettings, "dkim": DkimSettings}


def settings() -> list[str]:
    names = []
    for section, field in Settings.model_fields.items():
        model = OPTIONAL.get(section, field.annotation)
        assert isinstance(model, type)
        assert issubclass(model, Section)
        names += [f"{section}.{name}" for name in model.model_fields]
    return names


def events() -> list[str]:
    tree = ast.parse(Path(maillog.__file__).read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return [
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "_log"
        and isinstance(call.args[0], ast.Constant)
    ]


COMMANDS = [
    f"consultant desk {command.name or command.callback.__name__}" for command in app.registered_commands
]


@pytest.mark.parametrize("name", [*settings(), *events(), *COMMANDS])
def test_it_is_documented(name: str) -> None:
    assert f"`{name}`" in DOC or f"`{name} " in DOC
