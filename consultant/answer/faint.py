"""Families that a question names only as planned, past or denied."""

from collections import Counter
from collections.abc import Iterable, Sequence

from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import NOW, TERMS, Assertion, Mention
from consultant.knowledge.edition import Edition

_TOLD = frozenset(("axis", "weak", "act", "weak_term", "count"))
_MANY = 3  # cues that tell of a service without its name
_WEAK = (
    Assertion.ORDERED,
    Assertion.NEGATED,
    Assertion.HISTORICAL,
    Assertion.ELSEWHERE,
    Assertion.UNSURE,
)

_AWAY = (Assertion.PLANNED, Assertion.HISTORICAL, Assertion.ELSEWHERE)


def faint(question: Question, done: Sequence[Mention], edition: Edition) -> set[str]:
    """Families of services only planned, or said not to be done, after those that were done."""
    terms = [m for m in done if m.kind == "term"]
    clear = {m.owner for m in terms if m.assertion not in _WEAK and not _by_the_way(m, terms, done)}
    clear -= _planned_beside(question, done, edition)
    clear |= _acting(done, terms)
    spoken = [m for m in done if m.kind in TERMS and m.owner]
    first = min((m.start for m in spoken if m.assertion is Assertion.ASSERTED), default=len(question.said))
    before = {m.owner for m in terms if m.start < first and m.assertion is Assertion.ORDERED}
    if clear:
        before &= {m.owner for m in done if m.kind in _TOLD and m.assertion in NOW}
    told = set[str]() if clear else _told_of(done, edition)
    return {m.owner for m in terms if m.owner in edition.families} - clear - before - told


def _by_the_way(term: Mention, terms: Sequence[Mention], done: Sequence[Mention]) -> bool:
    """Is a service that was done elsewhere named again only in what tells of another ("CT after the
    myelogram")?"""
    if not any(m.owner == term.owner and m.assertion is Assertion.ELSEWHERE for m in terms):
        return False
    return any(m.kind == "axis" and m.owner not in ("", term.owner) and term.within(m) for m in done)


def _planned_beside(question: Question, done: Sequence[Mention], edition: Edition) -> set[str]:
    """Families only planned where another was done, and named in no sentence that asks."""
    terms = [m for m in done if m.kind == "term"]
    named = {m.owner for m in terms if m.assertion not in _AWAY or m.sentence in question.asked_in}
    planned = {m.owner for m in terms} - named
    served = {m.owner for m in terms if m.assertion is Assertion.ASSERTED}
    if planned and not served:
        acts = (m for m in done if m.kind in ("weak_term", "act") and m.assertion is Assertion.ASSERTED)
        served = ({m.owner for m in acts} & {m.owner for m in _deciding(done, edition)}) - planned
    return planned if served else set()


def _told_of(done: Sequence[Mention], edition: Edition) -> set[str]:
    """Families of which something that decides was done, whatever was planned or denied by name ("the booked
    one was not done; Tuohy to the lamina, loss of resistance")."""
    cues = [m for m in _deciding(done, edition) if m.value != "unsaid"]
    named = {m.owner for m in done if m.kind == "term"}
    shared = Counter(span for span, _ in {((m.start, m.end), m.owner) for m in cues if m.owner in named})
    told = Counter(m.owner for m in cues if shared[m.start, m.end] == 1)
    return {owner for owner, times in told.items() if times >= _MANY}


def _deciding(done: Iterable[Mention], edition: Edition) -> list[Mention]:
    """What was done, of that on which a family decides."""
    cues = (m for m in done if m.kind == "axis" and m.assertion is Assertion.ASSERTED)
    mine = (m for m in cues if m.owner in edition.families)
    return [m for m in mine if not edition.families[m.owner].axes[m.name].optional]


def _acting(done: Sequence[Mention], terms: Sequence[Mention]) -> set[str]:
    """Families whose service is denied by name and part of which was done ("dye injected, no myelogram")."""
    denied = {(m.owner, m.sentence) for m in terms if m.assertion is Assertion.NEGATED}
    acted = {(m.owner, m.sentence) for m in done if m.kind == "act" and m.assertion is Assertion.ASSERTED}
    return {owner for owner, _ in denied & acted}
