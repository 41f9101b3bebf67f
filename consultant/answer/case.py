"""A case: one question seen by one family - the codes it names, and what it says on each axis."""

from collections.abc import Container, Mapping, Sequence

from consultant.answer.against import Split, against
from consultant.answer.decide import Decided, fits
from consultant.answer.playing import families_in_play
from consultant.answer.service import Service
from consultant.inquiry.cues import AS_SAID, AS_SUPPOSED
from consultant.inquiry.fact import AxisFact, Facts
from consultant.inquiry.facts import said
from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import Mention
from consultant.inquiry.services import belonging, parted
from consultant.knowledge.axis import ChoiceAxis, CountAxis, RegionsAxis
from consultant.knowledge.condition import Fact
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family

_TELLING = frozenset("region level axis weak term weak_term act count item".split())
_TOLD = ("said", "kept", "implied")


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
        splits: Sequence[Split] = (Split(),),
    ) -> None:
        self.family = family
        named = [c.value for c in question.all_codes() if c.value in family.codes]
        self.split = len(splits) > 1  # are some of its levels those of another family, and some not?
        self.proposed = False  # is it here in the place of a family whose code the sender named?
        self.active = [c for c in dict.fromkeys(named) if family.codes[c].status == "active"]
        tiers = AS_SUPPOSED if question.supposes else AS_SAID
        mentions = [m for m in mentions if m.owner in ("", family.family)]
        adding = _adding(question.mentions, family.family)
        also = bool(adding)
        back = not also and _points_back(question, kept)
        self.services = [
            Service(family, _told(said(family, mine, tiers), family, back, split.facts), kept, key, also)
            for split in splits
            for key, mine in parted(family, split.mentions(mentions), tiers)
        ]
        added = {m.name for m in mentions if m.kind == "axis" and m.sentence in adding}
        self.services += _of_before(family, kept, added, self.services)
        self.implying = self._heads(question, set(named))
        for service in self.services:
            service.restate(mentions)
            service.settle(self._codes_for(service), self.active, around, together=together)

    def _heads(self, question: Question, named: set[str]) -> list[str]:
        """The codes named that tell of the case: neither those offered to choose from, nor add-ons beside
        their primary, nor what is only proposed where the mail tells it itself."""
        offered = set(question.alternatives)
        telling = {c for c in self.active if c not in offered or offered <= named}
        heads = [c for c in self.active if c in telling and not set(self.family.codes[c].addon_to) & telling]
        heads = [c for c in heads if not self._instead(c, heads)]
        doubting = "propose" in question.intents or ("either" in question.intents and len(named) == 1)
        proposed = doubting and "difference" not in question.intents
        proposed = proposed and (len(self._primary(named)) < 2 or "pair" not in question.intents)
        proposed = proposed and not self._only_its_modifier(question)
        alone = not question.leans and len(named) == 1 and len(question.all_codes()) == 1
        doubts = question.doubted or set(heads)
        return [c for c in heads if c not in doubts] if proposed and (alone or self._told()) else heads

    def _primary(self, named: set[str]) -> set[str]:
        """The codes named, without add-ons to others of them: "22514 and 22515" is one proposal."""
        return {c for c in named if not set(self.family.codes[c].addon_to) & named}

    def _only_its_modifier(self, question: Question) -> bool:
        """Is a modifier asked for on the one code named, and nothing said against the code?"""
        codes = question.all_codes()
        glued = len(codes) == 1 and bool(codes[0].modifiers)  # "72148-26, correct?"
        asked = ("modifier" in question.intents or glued) and "choose" not in question.intents
        return asked and len(self.active) == 1 and self.fitting() == self.active

    def _codes_for(self, service: Service) -> list[str]:
        """The named codes that may be meant for this service, when there are several services."""
        if len(self.services) < 2:
            return self.implying
        return [c for c in self.implying if fits(self.family, c, service.told())]

    def _instead(self, code: str, others: Sequence[str]) -> bool:
        """Does an add-on of another family's code take the place of one that is named as well ("63047, or
        63052 beside the fusion")? Which of them it is, the case tells."""
        rival = any(code in r.into and set(r.items) & set(others) for r in self.family.included)
        return rival and bool(self.family.codes[code].addon_to)

    def _told(self) -> bool:
        """Did the sender tell anything of the case, so that a proposed code must not vouch for itself?"""
        return any(not self.family.axes[a].optional for s in self.services for a in s.known)

    def decides(self) -> bool:
        """Does a service of the family come to a code?"""
        return any(isinstance(s.result, Decided) and s.result.rule.codes for s in self.services)

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


def _adding(mentions: Sequence[Mention], family: str) -> set[int]:
    """The sentences that add something to the case ("also"), and no mere opinion ("I had that too") or
    circumstance ("the fluoro too")."""
    mine = [m for m in mentions if m.owner == family or not (m.owner or m.kind == "axis")]
    told = {m.sentence for m in mine if m.kind in _TELLING}
    return {m.sentence for m in mentions if m.kind == "also"} & told


def _of_before(
    family: Family, kept: Mapping[str, AxisFact], added: Container[str], services: Sequence[Service]
) -> list[Service]:
    """ "And suppose he ALSO dilated it": the service told of before stays beside what is added, where a
    family decides each by itself."""
    axes = ((a, x) for a, x in family.axes.items() if a in kept and a in added)
    each = [a for a, x in axes if isinstance(x, ChoiceAxis) and x.many == "each"]
    other = [a for a in each if any(kept[a].value != s.known[a].value for s in services if a in s.known)]
    return [Service(family, Facts({}, {}), kept, (), also=False)] if other else []


def _points_back(question: Question, kept: Mapping[str, AxisFact]) -> bool:
    """ "Is 22511 needed for the L2?": does a question of codes name only places told of before?"""
    if not question.leans or question.supposes or "choose" in question.intents or not question.codes:
        return False
    places = {m.text.lower() for m in question.mentions if m.kind in ("level", "region")}
    before = {q.lower() for f in kept.values() for q in f.quotes}
    return bool(places) and places < before


def _told(facts: Facts, family: Family, back: bool, compared: Mapping[str, AxisFact]) -> Facts:
    """Facts with what another family's levels decide, and without regions and counts that only point back."""
    placed = (RegionsAxis, CountAxis) if back else ()
    known = {a: f for a, f in facts.known.items() if not isinstance(family.axes[a], placed)}
    return Facts(known | dict(compared), facts.unclear)


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


def cases(
    question: Question,
    edition: Edition,
    memory: Mapping[str, Mapping[str, AxisFact]],
    around: Sequence[str] = (),
) -> list[Case]:
    """One case per family in play; `memory` is what earlier questions left, by family."""
    coded = any(edition.family_of(c.value) for c in question.codes)
    told = [f for f, kept in memory.items() if not coded or any(x.how in _TOLD for x in kept.values())]
    families = families_in_play(question, edition, told or ([] if coded else list(around)))
    mine = belonging(question.all_mentions(), families)
    picking = "choose" in question.intents and len({c.value for c in question.all_codes()}) > 2
    together = "pair" in question.intents and not question.alternatives and not picking
    near = {*memory, *around, *(f.family for f in families)}
    near |= {m.owner for m in question.all_mentions() if m.kind == "term"}
    out: list[Case] = []
    handed: set[str | None] = set()
    waiting = list(families)
    while waiting:
        family = waiting.pop(0)
        if any(c.family is family for c in out):
            continue
        kept = memory.get(family.family, {}) if question.leans else {}
        meant = mine.get(family.family, list(question.all_mentions()))
        splits = against(family, question, mine, edition)
        case = Case(family, question, meant, kept, near, together, splits)
        sent = {s.result.rule.family for s in case.services if isinstance(s.result, Decided)} - {None}
        waiting += [edition.families[name] for name in sent if name]
        if case.active:
            handed |= sent
        case.proposed = family.family in handed
        if not sent:
            out.append(case)
    return out
