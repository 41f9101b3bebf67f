"""Every key that a knowledge file may hold is described in docs/knowledge.md."""

import inspect
import re
from types import ModuleType

import pytest

from consultant import evaluation
from consultant.frozen import Frozen
from consultant.knowledge import axis, family, lexicon, modifier
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "knowledge.md").read_text("utf-8")


def keys(module: ModuleType) -> set[str]:
    """The fields of every model that the module defines."""
    models = (m for _, m in inspect.getmembers(module, inspect.isclass) if issubclass(m, Frozen))
    return {name for m in models if m.__module__ == module.__name__ for name in m.model_fields}


@pytest.mark.parametrize("module", [family, axis, lexicon, modifier], ids=lambda m: m.__name__)
def test_every_key_is_described(module: ModuleType) -> None:
    quoted = " ".join(re.findall(r"`[^`\n]+`", PAGE)) + "".join(re.findall(r"```yaml.*?```", PAGE, re.S))
    missing = sorted(k for k in keys(module) if not re.search(rf"\b{k}\b", quoted))
    assert not missing
    assert len(keys(module)) > 5


def test_every_expectation_of_a_question_is_described() -> None:
    missing = [k for k in evaluation.Expected.model_fields if not re.search(rf"\b{k}\b", PAGE)]
    assert not missing


def test_every_context_and_section_is_described() -> None:
    for names in (lexicon.ContextName, lexicon.SectionName):
        assert [n for n in names.__args__ if f"`{n}`" not in PAGE] == []
