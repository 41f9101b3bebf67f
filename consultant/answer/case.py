"""A case: one question seen by one family - the codes it names, and what it says on each axis."""

from collections.abc import Container, Iterable, Mapping, Sequence

from consultant.answer.decide import Decided, at_odds, decide, fits, implied
from consultant.inquiry.fact import AxisFact, Facts
from consultant.inquiry.facts import AS_SAID, AS_SUPPOSED, said
from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import Assertion, CodeMention, Mention, Role
from consultant.inquiry.services import Key, belonging, parted
from consultant.knowledge.axis import ActsAxis, RegionsAxis
from consultant.knowledge.condition import Fact, Truth, holds
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family


class Service:
    """One service of a family to decide: what is said, kept, implied and assumed of it."""

    def __init__(
        self, family: Family, facts: Facts, kept: Mapping[str, AxisFact], key: Key, also: bool
    ) -> None:
        self.family = family
        self.said = facts
        for axis, value in key:
            fact = facts.known.get(axis) or AxisFact(axis=axis, value=value)
            single = isinstance(family.axes[axis], RegionsAxis)
            facts.known[axis] = fact.model_copy(update={"value": frozenset([value]) if single else value})
        self.known: dict[str, AxisFact] = dict(kept) | (self._joined(kept) if also else facts.known)

    def settle(
        self, codes: Sequence[str], named: Sequence[str], around: Container[str], *, together: bool
    ) -> None:
        """Fill in what `codes` imply and what the family assumes where the codes `named` do not
        differ about it and the families `around` let it; then decide."""
        for axis, value in implied(self.family, codes, together=together).items():
            if axis not in self.known and axis not in self.said.unclear:
                self.known[axis] = AxisFact(axis=axis, value=value, quotes=tuple(codes), how="implied")
        for name, spec in self.family.axes.items():
            if name in self.known or name in self.said.unclear or at_odds(self.family, named, name):
                continue
            usual_here = spec.default and (
                not spec.default.beside or any(f in around for f in spec.default.beside)
            )
            if spec.default and usual_here and met(spec.default.when, self.values()):
                usual: Fact = int(spec.default.value) if spec.kind == "count" else spec.default.value
                self.known[name] = AxisFact(axis=name, value=usual, how="assumed", say=spec.default.say)
        self.result = decide(self.family, self.values())

    def values(self) -> dict[str, Fact]:
        """axis -> value of everything known."""
        return {a: f.value for a, f in self.known.items()}

    def told(self) -> dict[str, Fact]:
        """axis -> value of what the sender said, now or before."""
        return {a: f.value for a, f in self.known.items() if f.how in ("said", "kept")}

    def _joined(self, kept: Mapping[str, AxisFact]) -> dict[str, AxisFact]:
        """Regions said to be there "also" join those kept from before."""
        now = dict(self.said.known)
        for axis, fact in self.said.known.items():
            before = kept.get(axis)
            if before and (both := _sum(before.value, fact.value)) is not None:
                quotes = (*before.quotes, *fact.quotes)
                now[axis] = fact.model_copy(update={"value": both, "quotes": quotes})
        return now


def _sum(before: Fact, now: Fact) -> Fact | None:
    """Regions join, numbers add up; other values do not."""
    if isinstance(before, frozenset) and isinstance(now, frozenset):
        return before | now
    if isinstance(before, int) and isinstance(now, int):
        return before + now
    return None


class Case:
    """Everything one family has to do in a question."""

    def __init__(
        self,
        family: Family,
        question: Question,
        mentions: Sequence[Mention],
        kept: Mapping[str, AxisFact],
        around: Container[str],
        together: bool,
    ) -> None:
        self.family = family
        named = [c.value for c in question.all_codes() if c.value in family.codes]
        self.active = [c for c in dict.fromkeys(named) if family.codes[c].status == "active"]
        tiers = AS_SUPPOSED if question.supposes else AS_SAID
        mentions = [m for m in mentions if m.owner in ("", family.family)]
        also = any(m.kind == "also" for m in question.mentions)
        self.services = [
            Service(family, said(family, mine, tiers), kept, key, also)
            for key, mine in parted(family, mentions, tiers)
        ]
        telling = {
            c
            for c in self.active
            if c not in question.alternatives or set(question.alternatives) <= set(named)
        }
        proposed = "propose" in question.intents and "difference" not in question.intents
        proposed = proposed and (len(set(named)) < 2 or "pair" not in question.intents)
        self.implying = [] if proposed and self._told() else [c for c in self.active if c in telling]
        for service in self.services:
            _restate(service, mentions)
            service.settle(self._codes_for(service), self.active, around, together=together)

    def _codes_for(self, service: Service) -> list[str]:
        """The named codes that may be meant for this service, when there are several services."""
        if len(self.services) < 2:
            return self.implying
        return [c for c in self.implying if fits(self.family, c, service.told())]

    def _told(self) -> bool:
        """Did the sender tell anything of the case, so that a proposed code must not vouch for itself?"""
        return any(not self.family.axes[a].optional for s in self.services for a in s.known)

    def has_evidence(self) -> bool:
        """Did the mail itself say anything that decides in this family?"""
        told = {a for s in self.services for a, f in s.known.items() if f.how in ("said", "kept")}
        return any(not self.family.axes[a].optional and self.family.axes[a].evidence for a in told)

    def fitting(self) -> list[str]:
        """The named codes that what was said does not rule out."""
        return [c for c in self.active if any(fits(self.family, c, s.told()) for s in self.services)]

    def kept(self) -> dict[str, AxisFact]:
        """What a later question may lean on."""
        return dict(self.services[0].known) if len(self.services) == 1 else {}


def _restate(service: Service, mentions: Sequence[Mention]) -> None:
    """ "It was 28, not 34" changes the one number that was kept from before."""
    said_anew = [int(m.value) for m in mentions if m.kind == "restated"]
    counts = [a for a, f in service.known.items() if isinstance(f.value, int) and f.how == "kept"]
    if said_anew and len(counts) == 1:
        fact = service.known[counts[0]]
        quotes = tuple(m.text for m in mentions if m.kind == "restated")
        service.known[counts[0]] = fact.model_copy(
            update={"value": said_anew[-1], "quotes": quotes, "how": "said"}
        )


def met(when: Mapping[str, Sequence[str]], values: Mapping[str, Fact]) -> bool:
    """Do all conditions surely hold?"""
    return all(holds(allowed, values.get(axis)) is Truth.YES for axis, allowed in when.items())


def may_hold(when: Mapping[str, Sequence[str]], values: Mapping[str, Fact]) -> bool:
    """Is no condition ruled out?"""
    return all(holds(allowed, values.get(axis)) is not Truth.NO for axis, allowed in when.items())


def say_value(family: Family, axis: str, value: Fact) -> str:
    """An axis value in the family's words."""
    spec = family.axes[axis]
    if isinstance(value, frozenset):
        return ", ".join(sorted(say_value(family, axis, v) for v in value))
    if isinstance(spec, RegionsAxis):
        return str(value).replace("_", " ")
    values = getattr(spec, "values", {})
    if isinstance(value, str) and value in values and values[value].say:
        return str(values[value].say)
    return str(value).replace("_", " ")


_LIVE = (
    Assertion.ASSERTED,
    Assertion.SUPPOSED,
    Assertion.PLANNED,
    Assertion.ORDERED,
    Assertion.UNSURE,
    Assertion.NEGATED,
    Assertion.CLAIMED,
)


def families_in_play(question: Question, edition: Edition, before: Sequence[str]) -> list[Family]:
    """The families a question is about: by its terms and codes, else by those of the question
    before, else by words that only lean to a family."""
    named = _by_codes(question.codes, edition)
    over = [
        f.family
        for f in edition.families.values()
        if f.overrides in question.intents and _situated(f, question)
    ]
    if over:
        visits = (n for n in _ordered(question.mentions, "term", edition, _LIVE) if edition.families[n].visit)
        return [edition.families[n] for n in dict.fromkeys([*over, *named, *visits])]
    done = [m for m in question.mentions if m.role is not Role.FINDING]
    own = _ordered(done, "term", edition, _LIVE[:-1]) or _ordered(question.mentions, "term", edition, _LIVE)
    shared = _ordered(question.shared, "term", edition, _LIVE) + _by_codes(question.shared_codes, edition)
    names = list(dict.fromkeys([*own, *named]))
    if not own:
        names += [n for n in (before if question.leans else shared) if n not in names]
    for kind in ("weak_term", "topic"):
        names = names or _plain_first(_ordered(question.all_mentions(), kind, edition, _LIVE), edition)
    names = names or list(before) or _ordered(question.all_mentions(), "term", edition, tuple(Assertion))
    coded = set(named)
    absent = _absent(question.all_mentions())
    paired = "pair" in question.intents and "propose" not in question.intents
    hinted = set(_ordered(question.mentions, "weak_term", edition, _LIVE)) | _acted(question, edition)
    spoken = set(names) if paired else set(names) - (coded - set(own) - set(shared) - hinted)
    kept = [
        n
        for n in names
        if n in coded or (n not in absent and not set(edition.families[n].yields_to) & spoken)
    ]
    return [edition.families[n] for n in kept]


def _absent(mentions: Sequence[Mention]) -> set[str]:
    """Families only looked at ("the MRI showed") and not named as a service besides."""
    looks = [m for m in mentions if m.kind == "elsewhere" and m.assertion in _LIVE]
    named = {
        m.owner
        for m in mentions
        if m.kind == "term" and m.assertion is Assertion.ASSERTED and m.role is not Role.FINDING
        if not any(o.sentence == m.sentence for o in looks if o.owner == m.owner)
    }
    return {m.owner for m in looks} - named


def _acted(question: Question, edition: Edition) -> set[str]:
    """Families all of whose acts are spoken of: injection and reading."""
    done: dict[tuple[str, str], set[str]] = {}
    for m in question.mentions:
        if m.kind == "act":
            done.setdefault((m.owner, m.name), set()).add(m.value)
    axes = {(f, a): edition.families[f].axes[a] for f, a in done}
    return {f for (f, a), x in axes.items() if isinstance(x, ActsAxis) and set(x.acts) <= done[f, a]}


def _plain_first(names: list[str], edition: Edition) -> list[str]:
    """Families of services before those of modifiers and edits, whose words stand in any question."""
    return [n for n in names if not edition.families[n].overrides] or names


def _situated(family: Family, question: Question) -> bool:
    """Does the question tell one of the family's situations?"""
    return any(
        m.kind in ("axis", "weak")
        and m.owner == family.family
        and m.assertion in _LIVE
        and not family.axes[m.name].optional
        for m in question.all_mentions()
    )


def cases(
    question: Question,
    edition: Edition,
    memory: Mapping[str, Mapping[str, AxisFact]],
    around: Sequence[str] = (),
) -> list[Case]:
    """One case per family in play; `memory` is what earlier questions left, by family."""
    families = families_in_play(question, edition, list(memory) or list(around))
    mine = belonging(question.all_mentions(), families)
    together = "pair" in question.intents and not question.alternatives
    near = {*memory, *around, *(f.family for f in families)}
    near |= {m.owner for m in question.all_mentions() if m.kind == "term"}
    out: list[Case] = []
    waiting = list(families)
    while waiting:
        family = waiting.pop(0)
        if any(c.family is family for c in out):
            continue
        kept = memory.get(family.family, {}) if question.leans else {}
        told = mine.get(family.family, list(question.all_mentions()))
        case = Case(family, question, told, kept, near, together)
        sent = {s.result.rule.family for s in case.services if isinstance(s.result, Decided)} - {None}
        waiting += [edition.families[name] for name in sent if name]
        if not sent:
            out.append(case)
    return out


def _ordered(
    mentions: Iterable[Mention], kind: str, edition: Edition, tiers: Sequence[Assertion]
) -> list[str]:
    hits = [m for m in mentions if m.kind == kind and m.owner in edition.families and m.assertion in tiers]
    return list(dict.fromkeys(m.owner for m in hits))


def _by_codes(codes: Iterable[CodeMention], edition: Edition) -> list[str]:
    found = (edition.family_of(c.value) for c in codes)
    return list(dict.fromkeys(f.family for f in found if f))
