"""What the published files say to a question: edits, units, fees, periods, modifiers, diagnoses.

Pure: the codes, modifiers and intents of a question, an edition and a date in; a structure out, which
templates/reply/figures.txt.j2 and figures.html.j2 put into words.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from consultant.answer.asked import Wanted
from consultant.answer.card import Card, Fee, Meaning, card
from consultant.answer.grid import Grid
from consultant.answer.modifying import judge
from consultant.answer.verdict import Verdict
from consultant.frozen import Frozen
from consultant.knowledge.claim.checking import check
from consultant.knowledge.claim.claim import Claim
from consultant.knowledge.claim.remark import Review
from consultant.knowledge.edition import Edition
from consultant.knowledge.published import Diagnosis, PairEdit, Trace

_SEVERAL = 8


class Pair(Frozen):
    """Two codes and what their edit says, whichever is column 1; `loaded` is false where no table could
    say."""

    codes: tuple[str, str]
    edit: PairEdit | None
    meaning: str = ""
    loaded: bool = True
    deleted: PairEdit | None = None  # the last edit that once was


class Ruling(Frozen):
    """A modifier on a code: what is said of it, and the published indicators that decide it."""

    verdict: Verdict
    indicators: tuple[Meaning, ...] = ()
    trace: Trace | None = None


class Figures(Frozen):
    """What to show; empty fields are not asked for or not known."""

    wanted: Wanted
    cards: tuple[Card, ...] = ()
    pairs: tuple[Pair, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    found: tuple[Diagnosis, ...] = ()
    review: Review | None = None
    sources: tuple[Trace, ...] = ()  # the releases used; not `exact` when not of the date asked about
    checked: tuple[str, ...] = ()  # further releases that the claim was checked against
    notices: tuple[str, ...] = ()  # of licensed descriptors

    def __bool__(self) -> bool:
        """Is there anything to show?"""
        return bool(self.cards or self.pairs or self.rulings or self.found or self.review)

    def shows(self, what: str) -> bool:
        return what in self.wanted.shows

    def fees(self, of: Card) -> tuple[Fee, ...]:
        """The rows of a card: of the modifiers asked about, if any of them has a row."""
        asked = {m for code, m in self.wanted.modifiers if code == of.code}
        return tuple(f for f in of.fees if f.value.modifier in asked) or of.fees

    def grid(self, rows: Sequence[Sequence[object]], width: int = 72) -> str:
        """Rows under their header as plain text that fits a mail."""
        return Grid(rows).text(width)


def figures(wants: Wanted, edition: Edition) -> Figures:
    """Everything asked for, with the releases it comes from."""
    shows = wants.shows
    shown = []
    if shows & {"units", "fees", "periods"}:
        shown = [card(code, edition, wants.on, wants.localities) for code in wants.codes[:_SEVERAL]]
    if "diagnoses" in shows:
        shown = shown + [card(code, edition, wants.on) for code in wants.diagnoses[:_SEVERAL]]
    claim = Claim(lines=wants.lines, diagnoses=wants.diagnoses)
    made = Figures(
        wanted=wants,
        cards=tuple(shown),
        pairs=tuple(pairs(wants, edition)) if "pairs" in shows else (),
        rulings=tuple(_rulings(wants, edition)) if "modifiers" in shows else (),
        found=tuple(_titled(wants, edition)),
        review=check(claim, edition, wants.on, wants.setting) if "claim" in shows else None,
    )
    return _traced(made)


def pairs(wants: Wanted, edition: Edition) -> Iterable[Pair]:
    """Every two of the codes in both orders; of one code alone its edits with codes of the same family."""
    codes = list(wants.codes[:_SEVERAL])
    if len(codes) == 1:
        family = edition.family_of(codes[0])
        others = [c for c in family.codes if c != codes[0]] if family else []
        found = (_pair(codes[0], other, wants, edition) for other in others)
        return [p for p in found if p.edit] or [_pair(codes[0], codes[0], wants, edition)]
    return [_pair(a, b, wants, edition) for a, b in combinations(codes, 2)]


def _pair(a: str, b: str, wants: Wanted, edition: Edition) -> Pair:
    edits = edition.published.edits
    edit = edits.pair(a, b, wants.setting, wants.on) or edits.pair(b, a, wants.setting, wants.on)
    if edit:
        meaning = edition.indicators.meaning("pair", edit.indicator)
        return Pair(codes=(edit.column_1, edit.column_2), edit=edit, meaning=meaning)
    once = [*edits.pair_history(a, b, wants.setting), *edits.pair_history(b, a, wants.setting)]
    loaded = edits.covers(a, wants.setting) and edits.covers(b, wants.setting)
    return Pair(codes=(a, b), edit=None, loaded=loaded, deleted=once[-1] if once else None)


def _rulings(wants: Wanted, edition: Edition) -> Iterable[Ruling]:
    for code, modifier in wants.modifiers:
        verdict = judge(code, modifier, edition, wants.codes, {})
        if verdict is None:
            continue
        known = edition.modifiers.modifiers[modifier]
        value = edition.published.fees.value(code, "", wants.on)
        found = ((c, str(getattr(value, c))) for c in known.needs) if value else ()
        shown = tuple(Meaning(column=c, value=v, meaning=edition.indicators.meaning(c, v)) for c, v in found)
        yield Ruling(verdict=verdict, indicators=shown, trace=value.trace if value and shown else None)


def _titled(wants: Wanted, edition: Edition) -> Sequence[Diagnosis]:
    """Diagnoses by the words of a question; when no title holds them all, the one word that fits least is
    left out."""
    words = wants.words
    if not words:
        return ()
    search = edition.published.concepts.titled
    found = search(words, wants.on)
    tries = ([w for w in words if w != left] for left in words if len(words) > 2)
    return found or max((search(t, wants.on) for t in tries), key=len, default=())


def _traced(made: Figures) -> Figures:
    """Name every release that was used."""
    traces: dict[str, Trace] = {}
    for t in _traces(made):
        known = traces.get(t.release)
        if known is None or (known.exact and not t.exact):
            traces[t.release] = t
    tables = made.review.tables if made.review else ()
    checked = tuple(t for t in tables if not any(t.startswith(release) for release in traces))
    notices = {d.notice: None for c in made.cards for d in c.official}
    update = {"sources": tuple(traces.values()), "checked": checked, "notices": tuple(notices)}
    return made.model_copy(update=update)


def _traces(made: Figures) -> Iterable[Trace]:
    shows = made.wanted.shows
    for c in made.cards:
        if shows & {"fees", "periods"}:
            yield from (f.value.trace for f in c.fees)
            yield from (p.locality.trace for f in c.fees for p in f.local if p.locality)
        if "units" in shows:
            yield from (x.trace for x in c.limits)
        if c.diagnosis:
            yield c.diagnosis.trace
    yield from (p.edit.trace for p in made.pairs if p.edit)
    yield from (p.deleted.trace for p in made.pairs if p.deleted)
    yield from (d.trace for d in made.found)
    yield from (r.trace for r in made.rulings if r.trace)
