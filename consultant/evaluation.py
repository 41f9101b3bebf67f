"""How right are the answers to a file of questions with expected codes? The rules are in docs/knowledge.md.

right      the base codes recommended are the expected ones (those marked optional aside), none that is
           ruled out, and it asks exactly when a question back is expected
dangerous  a code is asserted that is ruled out, or that is not the expected one, without asking back
asked      it asks back
A question that expects neither a code nor a question back explains something; only harm is counted in it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from typing import Any

from pydantic import ConfigDict

from consultant.answer.parts import Answer
from consultant.frozen import Frozen

_BASE = re.compile(r"\s*([A-Z]?\d{4}[0-9A-Z]|[A-Z]\d{4})\b")
_LUMBOSACRAL = frozenset(("lumbar", "sacral", "coccyx", "lumbosacral"))


class Expected(Frozen):
    """What a question expects; other keys of the file are for a reader."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    codes: tuple[str, ...] = ()
    not_codes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    recommend: tuple[str, ...] = ()
    recommend_mode: str = "all"
    recommend_optional: tuple[str, ...] = ()
    needs_clarification: str | None = None
    must_not_claim: tuple[str, ...] = ()


class Asked(Frozen):
    """One question of a file."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    family: str = "-"
    subject: str = ""
    body: str
    content_type: str = "text/plain"
    expect: Expected


class Score(Frozen):
    """How one question came out."""

    id: str
    family: str
    decision: bool
    right: bool
    dangerous: bool
    codes_exact: bool
    look_alikes: int
    regions_right: bool | None
    got: tuple[str, ...]
    expected: tuple[str, ...]
    asked: bool
    ask_expected: bool


class Total(Frozen):
    """Sums over scores."""

    questions: int
    decisions: int
    right: int
    dangerous: int
    codes_exact: int
    look_alikes: int
    regions: int
    regions_right: int

    def share(self) -> float:
        """Share of decisions that are right; 1 when there is none to make."""
        return self.right / self.decisions if self.decisions else 1.0


def read_questions(data: Any) -> list[Asked]:
    """The questions of a parsed YAML file: a list, or a mapping with `questions`. Raises ValidationError."""
    items = data["questions"] if isinstance(data, Mapping) and "questions" in data else data
    return [Asked.model_validate(item) for item in items]


def as_mail(question: Asked) -> bytes:
    """The question as a mail: what is under "Fwd:" is read otherwise than what a reply quotes."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(question.subject.split())
    subtype = "html" if "html" in question.content_type else "plain"
    mail.set_content(question.body, subtype=subtype, charset="utf-8")
    return mail.as_bytes()


def base_codes(codes: Iterable[str]) -> frozenset[str]:
    """The five-character codes of "72270-26", "63650 x2"; words are no codes."""
    return frozenset(m.group(1) for c in codes if (m := _BASE.match(str(c))))


def score(question: Asked, answer: Answer) -> Score:
    """One answer held against what its question expects."""
    e = question.expect
    got = base_codes(r.code for r in answer.recommended())
    gold, optional = base_codes(e.recommend), base_codes(e.recommend_optional)
    ruled_out = base_codes(c for c in e.must_not_claim if re.fullmatch(r"[A-Z]?\d{4,5}[A-Z]?", c.strip()))
    asked, wanted = any(p.asks for p in answer.parts), bool(e.needs_clarification)
    decision = bool(gold) or wanted
    fits = got - optional == gold - optional or (
        e.recommend_mode == "any" and bool(got) and got <= gold | optional
    )
    if not gold:
        fits = not got - optional - (frozenset() if wanted else base_codes(e.codes))
    return Score(
        id=question.id,
        family=question.family,
        decision=decision,
        right=fits and not got & ruled_out and asked == wanted,
        dangerous=bool(got & ruled_out) or (bool(got) and not fits and not asked),
        codes_exact=_exact(answer, e),
        look_alikes=len(set(answer.codes) & set(e.not_codes) - set(e.codes)),
        regions_right=_regions(answer.regions) == _regions(e.regions) if e.regions else None,
        got=tuple(sorted(got)),
        expected=tuple(sorted(gold)),
        asked=asked,
        ask_expected=wanted,
    )


def total(scores: Sequence[Score]) -> Total:
    """The sums of a set of scores."""
    made = [s for s in scores if s.decision]
    regional = [s for s in scores if s.regions_right is not None]
    return Total(
        questions=len(scores),
        decisions=len(made),
        right=sum(s.right for s in made),
        dangerous=sum(s.dangerous for s in scores),
        codes_exact=sum(s.codes_exact for s in scores),
        look_alikes=sum(s.look_alikes for s in scores),
        regions=len(regional),
        regions_right=sum(bool(s.regions_right) for s in regional),
    )


def _exact(answer: Answer, e: Expected) -> bool:
    named, wanted = set(answer.codes), set(e.codes)
    return named == wanted or named | set(answer.quoted_codes) == wanted


def _regions(names: Iterable[str]) -> frozenset[str]:
    return frozenset("lumbosacral" if n in _LUMBOSACRAL else n for n in names)
