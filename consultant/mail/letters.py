"""The templates, compiled once, and the filters they use. Words live in templates/."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateAssertionError, nodes, select_autoescape
from jinja2.compiler import CodeGenerator, Frame
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel

from consultant.answer.case import say_value
from consultant.answer.parts import Answer, Part
from consultant.frozen import Frozen
from consultant.inquiry.mention import SetAside
from consultant.knowledge.condition import Fact
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Fact as Source
from consultant.knowledge.family import Family
from consultant.mail.attachment import Attachment

_WIDTH = 72
_GIVEN = {"answer", "desk", "titles", "part", "figures", "unread"}
_GIVEN_TO = {"excuse": {"why", "desk", "release"}, "thanks": {"desk", "release"}}


class DeskIdentity(Frozen):
    """Who writes: the name shown and the consult address that was written to."""

    name: str
    address: str


class _Noting(CodeGenerator):
    """Notes in the environment which names each template takes from outside, while it is compiled."""

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        taken = (name for action, name in frame.symbols.loads.values() if action == "resolve" and name)
        noted: dict[str | None, set[str]] = self.environment.noted  # type: ignore[attr-defined]
        noted.setdefault(self.name, set()).update(taken)


class _Environment(SandboxedEnvironment):
    code_generator_class = _Noting

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.noted: dict[str | None, set[str]] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        # Jinja asks eight questions of everything it is given: of plain facts the last is enough.
        if isinstance(obj, (BaseModel, str, tuple)):
            return not attr.startswith("_")
        return super().is_safe_attribute(obj, attr, value)


class Letters:
    """Writes an Answer as text and as HTML. Raises TemplateError on a template that cannot be read."""

    def __init__(self, sources: Mapping[str, str], edition: Edition) -> None:
        self._edition = edition
        self._env = _Environment(
            loader=DictLoader(dict(sources)),
            undefined=StrictUndefined,
            autoescape=select_autoescape(enabled_extensions=("html.j2", "html"), default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._env.filters |= {
            "wrapped": _wrapped,
            "brief": _brief,
            "facts": _facts,
            "aside": _aside,
            "attachments": _attachments,
            "axis": self._axis,
            "value": self._value,
            "globals": self._globals,
        }
        self._text = self._env.get_template("letter.txt.j2")
        self._html = self._env.get_template("letter.html.j2")
        for name, source in sources.items():
            self._check(name, source)

    def _check(self, name: str, source: str) -> None:
        self._env.get_template(name)
        given = _GIVEN_TO.get(name.split(".")[0], _GIVEN)
        strange = self._env.noted[name] - given - self._env.globals.keys()
        if not strange:
            return
        tree = self._env.parse(source, name)
        strange -= {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
        for node in tree.find_all(nodes.Name):
            if node.name in strange:
                known = ", ".join(sorted(given))
                raise TemplateAssertionError(
                    f"nothing is called {node.name} here, only {known}", node.lineno, name
                )

    def text(self, answer: Answer, desk: DeskIdentity, unread: Sequence[Attachment] = ()) -> str:
        """The plain-text letter, lines of at most 72 characters. `unread` are attachments without text."""
        return _tidy(self._text.render(self._context(answer, desk, unread)))

    def html(self, answer: Answer, desk: DeskIdentity, unread: Sequence[Attachment] = ()) -> str:
        """The HTML letter; everything that came from the sender is escaped."""
        return self._html.render(self._context(answer, desk, unread))

    def excuse(self, why: str, desk: DeskIdentity) -> tuple[str, str]:
        """The letter, as text and as HTML, to who sent a mail that could not be read."""
        return self._short("excuse", why=why, desk=desk)

    def thanks(self, desk: DeskIdentity) -> tuple[str, str]:
        """The line, as text and as HTML, to who only thanked."""
        return self._short("thanks", desk=desk)

    def _short(self, name: str, **said: object) -> tuple[str, str]:
        said["release"] = self._edition.release
        text, html = (self._env.get_template(f"{name}.{form}.j2").render(said) for form in ("txt", "html"))
        return _tidy(text), html

    def _context(self, answer: Answer, desk: DeskIdentity, unread: Sequence[Attachment]) -> dict[str, Any]:
        titles = [f.title for f in self._edition.families.values() if f.rules]
        return {"answer": answer, "desk": desk, "titles": titles, "unread": unread}

    def _family(self, axis: str, part: Part) -> Family | None:
        names = [w.title for w in part.whys]
        found = [f for f in self._edition.families.values() if axis in f.axes]
        return next((f for f in found if f.title in names), found[0] if found else None)

    def _axis(self, axis: str, part: Part) -> str:
        family = self._family(axis, part)
        return (family.axes[axis].title if family else "") or axis.replace("_", " ")

    def _value(self, value: Fact, axis: str, part: Part) -> str:
        family = self._family(axis, part)
        return say_value(family, axis, value) if family else str(value)

    def _globals(self, part: Part) -> list[str]:
        codes = [e.code for e in part.explained] + [r.code for r in part.recommended]
        return [
            f"{c}: global period {f.global_days} ({f.source})"
            for c in codes
            if (f := self._edition.figure(c))
        ]


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(str(text).split()),
        _WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _brief(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _facts(parts: Iterable[Part]) -> list[Source]:
    return list({f.id: f for p in parts for f in p.sources}.values())


def _aside(found: Iterable[SetAside]) -> str:
    return ", ".join(dict.fromkeys(f"{_brief(' '.join(s.text.split()), 30)} ({s.why})" for s in found))


def _attachments(found: Iterable[Attachment]) -> str:
    return ", ".join(dict.fromkeys(f"{_brief(a.name, 60)} ({a.why_unread})" for a in list(found)[:10]))


def _tidy(text: str) -> str:
    """Never more than one empty line together, none at the ends."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line.rstrip() if line != "-- " else line)
    return "\n".join(lines).strip("\n") + "\n"
