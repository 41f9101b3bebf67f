"""How one answer came out, and the sums over many.

right      the base codes recommended are the expected ones (those marked optional aside), none that is
           ruled out, and it asks exactly when a question back is expected; where two annotators differ,
           either one's codes and either one's asking will do
dangerous  a code is asserted that is ruled out, or that is not the expected one, without asking back
asked      it asks back
A question that expects neither a code nor a question back explains something; only harm is counted in it.
"""

import re
from collections.abc import Iterable, Sequence

from consultant.answer.parts import Answer
from consultant.evaluation.labels import Asked, Expected, Second
from consultant.frozen import Frozen

_BASE = re.compile(r"\s*([A-Z]?\d{4}[0-9A-Z]|[A-Z]\d{4})\b")
_LUMBOSACRAL = frozenset(("lumbar", "sacral", "coccyx", "lumbosacral"))


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


def base_codes(codes: Iterable[str]) -> frozenset[str]:
    """The five-character codes of "72270-26", "63650 x2"; words are no codes."""
    return frozenset(m.group(1) for c in codes if (m := _BASE.match(str(c))))


def score(question: Asked, answer: Answer) -> Score:
    """One answer held against what its question expects."""
    e, second = question.expect, question.second or _same(question.expect)
    got = base_codes(r.code for r in answer.recommended())
    golds = (base_codes(e.recommend), base_codes(second.recommend))
    asked, wanted = any(p.asks for p in answer.parts), {bool(e.needs_clarification), bool(second.ask)}
    fits = _fits(got, golds, e, second)
    ruled_out = got & _ruled_out(e)
    return Score(
        id=question.id,
        family=question.family,
        decision=any(golds) or True in wanted,
        right=fits and not ruled_out and asked in wanted,
        dangerous=bool(ruled_out) or (bool(got) and not fits and not asked),
        codes_exact=_exact(answer, e),
        look_alikes=len(set(answer.codes) & set(e.not_codes) - set(e.codes)),
        regions_right=_regions(answer.regions) == _regions(e.regions) if e.regions else None,
        got=tuple(sorted(got)),
        expected=tuple(sorted(golds[0])),
        asked=asked,
        ask_expected=bool(e.needs_clarification),
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


def _same(e: Expected) -> Second:
    return Second(recommend=e.recommend, optional=e.recommend_optional, ask=e.needs_clarification)


def _fits(got: frozenset[str], golds: Sequence[frozenset[str]], e: Expected, second: Second) -> bool:
    """Are these the codes of either annotator? The sender's own do no harm where none is due."""
    optional = base_codes(e.recommend_optional) | base_codes(second.optional)
    if not any(golds):
        return not got - optional - base_codes(e.codes)
    if e.recommend_mode == "any" and got and got <= golds[0] | optional:
        return True
    return any(got - optional == gold - optional for gold in golds)


def _ruled_out(e: Expected) -> frozenset[str]:
    claims = (c for c in e.must_not_claim if re.fullmatch(r"[A-Z]?\d{4}[0-9A-Z]|[A-Z]\d{4}", c.strip()))
    return base_codes(e.must_not_recommend) | base_codes(claims)


def _exact(answer: Answer, e: Expected) -> bool:
    """The codes of the mail, with those of quoted mail or without; of a range, its ends may stand for all."""
    named, wanted = set(answer.codes), set(e.codes)
    if named == wanted or named | set(answer.quoted_codes) == wanted:
        return True
    inside = all(min(wanted) < c < max(wanted) for c in named - wanted) if wanted else False
    return wanted <= named and inside


def _regions(names: Iterable[str]) -> frozenset[str]:
    return frozenset("lumbosacral" if n in _LUMBOSACRAL else n for n in names)
