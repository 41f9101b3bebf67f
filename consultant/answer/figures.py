"""What the published files say to a question: edits, units, fees, periods, modifiers, diagnoses; a structure,
which templates/reply/figures.txt.j2 and figures.html.j2 put into words. Pure."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from consultant.answer.addons import addon_of
from consultant.answer.asked import Wanted
from consultant.answer.card import Card, Fee, Meaning, card
from consultant.answer.grid import Grid
from consultant.answer.modifying import judge
from consultant.answer.official import Official, official
from consultant.answer.traces import traces
from consultant.answer.verdict import Verdict
from consultant.frozen import Frozen
from consultant.inquiry.inquiry import Question
from consultant.knowledge.claim.bench import NEAREST, Bench
from consultant.knowledge.claim.checking import check
from consultant.knowledge.claim.claim import Claim
from consultant.knowledge.claim.pairs import sets_apart
from consultant.knowledge.claim.remark import Review
from consultant.knowledge.edition import Edition
from consultant.knowledge.published import PairEdit, Trace

_SEVERAL = 8
_OF_CODES = frozenset(("units", "fees", "periods", "add_ons", "indicators", "codes"))
_EXPLAIN = re.compile(r"\bwhat (?:does|do|is)\b|\bmeans?\b|\bexplain\b|\bdifference\b", re.I)


class Pair(Frozen):
    """Two codes and what their edit says, whichever is column 1; `loaded`: could a table say?"""

    codes: tuple[str, str]
    edit: PairEdit | None
    meaning: str = ""
    apart: str = ""  # with indicator 1: the modifier that would set the two apart
    add_on: bool = False  # the second is an add-on to the first
    inside: Verdict | None = None  # a family says that the one is part of the other
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
    official: tuple[Official, ...] = ()
    cards: tuple[Card, ...] = ()
    pairs: tuple[Pair, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    review: Review | None = None
    sources: tuple[Trace, ...] = ()  # the releases used; not `exact` when not of the date asked about
    checked: tuple[str, ...] = ()  # further releases that the claim was checked against
    notices: tuple[str, ...] = ()  # of licensed descriptors

    @property
    def told(self) -> bool:
        """Is something to be said of the modifiers, beyond what the verdicts say?"""
        return any(r.indicators for r in self.rulings)

    @property
    def outside(self) -> bool:
        """Is the day asked about outside of a release that is shown?"""
        return self.wanted.dated and any(not t.exact for t in self.sources)

    def __bool__(self) -> bool:
        """Is there anything to show?"""
        return bool(self.official or self.cards or self.pairs or self.rulings or self.review)

    def settled(self, question: Question) -> bool:
        """Do the tables alone answer what is asked of named codes, so that no question back is due?"""
        if "cards" in self.wanted.shows:
            return bool(_EXPLAIN.search(question.said))
        named = any(c.kind == "code" for c in question.codes)
        asked = set(question.intents) & {"choose", "propose", "pair"}
        return named and not asked and bool(self.wanted.shows & _OF_CODES - {"codes"})

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
    made = Figures(
        wanted=wants,
        official=tuple(official(wants.codes[:_SEVERAL], edition)),
        cards=tuple(_cards(wants, edition)),
        pairs=tuple(pairs(wants, edition)) if "pairs" in shows else (),
        rulings=tuple(_rulings(wants, edition)) if "modifiers" in shows else (),
        review=_review(wants, edition) if "claim" in shows else None,
    )
    return _traced(made, edition) if made else made


def _review(wants: Wanted, edition: Edition) -> Review:
    """The codes named, looked over as a claim."""
    claim = Claim(lines=wants.lines, diagnoses=wants.diagnoses)
    return check(claim, edition, wants.on, wants.setting)


def _cards(wants: Wanted, edition: Edition) -> Iterable[Card]:
    """The cards to show: of codes with figures, of codes that no family tells of, of modifiers, of
    diagnoses."""
    shows = wants.shows
    if shows & _OF_CODES:
        cards = (c for code in wants.codes[:_SEVERAL] for c in _of_days(code, wants, edition))
        yield from (
            c for c in cards if (shows & _OF_CODES) - {"codes"} or not (c.entry or c.kind == "unknown")
        )
    if "cards" in shows:
        yield from (card(m, edition, wants.on) for _, m in wants.modifiers[:_SEVERAL])
    if "diagnoses" in shows:
        yield from (card(code, edition, wants.on) for code in wants.diagnoses[:_SEVERAL])


def _of_days(code: str, wants: Wanted, edition: Edition) -> Iterable[Card]:
    """A code on each day asked about, with the places as they are paid then; once where days share a
    release."""
    told: set[tuple[str, ...]] = set()
    places = {(x.mac, x.number) for x in wants.localities}
    for day in (wants.on, *wants.further):
        there = edition.published.fees.localities(day) if places and day != wants.on else wants.localities
        made = card(code, edition, day, [x for x in there if (x.mac, x.number) in places])
        releases = tuple(fee.value.trace.release for fee in made.fees)
        if releases not in told:
            told.add(releases)
            yield made


def pairs(wants: Wanted, edition: Edition) -> Iterable[Pair]:
    """Every two of the codes in both orders; of one code named, each with what was decided, or else its edits
    with codes of the same family."""
    codes = list(wants.codes[:_SEVERAL])
    if len(codes) == 1 and wants.decided:
        return [_pair(codes[0], other, wants, edition) for other in wants.decided[:_SEVERAL]]
    if len(codes) == 1:
        family = edition.family_of(codes[0])
        others = [c for c in family.codes if c != codes[0]] if family else []
        found = (_pair(codes[0], other, wants, edition) for other in others)
        return [p for p in found if p.edit] or [_pair(codes[0], codes[0], wants, edition)]
    either = set(wants.alternatives) if set(codes) - set(wants.alternatives) else set()
    return [_pair(a, b, wants, edition) for a, b in combinations(codes, 2) if not {a, b} <= either]


def _pair(a: str, b: str, wants: Wanted, edition: Edition) -> Pair:
    edits = edition.published.edits
    edit = edits.pair(a, b, wants.setting, wants.on) or edits.pair(b, a, wants.setting, wants.on)
    if edit:
        meaning = edition.indicators.meaning("pair", edit.indicator)
        codes = (edit.column_1, edit.column_2)
        bench = Bench(Claim(lines=wants.lines), edition, wants.on, wants.setting)
        apart = sets_apart(bench, codes) if edit.indicator == "1" else ""
        return Pair(codes=codes, edit=edit, meaning=meaning, apart=apart)
    once = [*edits.pair_history(a, b, wants.setting), *edits.pair_history(b, a, wants.setting)]
    loaded = edits.covers(a, wants.setting) and edits.covers(b, wants.setting)
    codes = (b, a) if addon_of(a, (b,), edition) else (a, b)
    add_on = addon_of(codes[1], codes[:1], edition)
    return Pair(codes=codes, edit=None, loaded=loaded, deleted=once[-1] if once else None, add_on=add_on)


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


def _traced(made: Figures, edition: Edition) -> Figures:
    """Name every release that was used, or looked through in vain."""
    used: dict[str, Trace] = {}
    for t in traces(made):
        known = used.get(t.release)
        if known is None or (known.exact and not t.exact):
            used[t.release] = t
    tables = list(made.review.tables) if made.review else []
    if not made.wanted.dated:
        tables = [t.removesuffix(NEAREST) for t in tables]
    if any(p.loaded for p in made.pairs):
        tables += [s.title for s in edition.published.loaded("ptp", made.wanted.setting)]
    checked = {t: None for t in tables if not any(t.startswith(release) for release in used)}
    notices = {o.descriptor.notice: None for o in made.official}
    update = {"sources": tuple(used.values()), "checked": tuple(checked), "notices": tuple(notices)}
    return made.model_copy(update=update)
