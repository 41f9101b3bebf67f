"""One part of an answer in the making: what is asked, what is in play, what has been found so far."""

from collections.abc import Iterable, Mapping, Sequence

from consultant.answer.case import Case, cases
from consultant.answer.decide import Decided
from consultant.answer.parts import Asked, Why
from consultant.answer.recommendation import Recommendation
from consultant.answer.verdict import Verdict
from consultant.answer.verdicts import status
from consultant.inquiry.fact import AxisFact
from consultant.inquiry.inquiry import DECIDING, Question
from consultant.inquiry.mention import TERMS, Assertion
from consultant.knowledge.condition import Fact
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family
from consultant.knowledge.sites import Sides, Sites

EXPLAINING = frozenset(
    (
        "difference",
        "info",
        "validity",
        "guideline",
        "edit",
        "globals",
        "fee",
        "diagnosis",
        "coverage",
        "crosswalk",
        "compliance",
        "lookup",
    )
)
_NOT_DONE = (Assertion.CLAIMED, Assertion.ORDERED, Assertion.UNSURE)
Memory = dict[str, dict[str, AxisFact]]
Valued = list[tuple[Family, Mapping[str, Fact]]]


class Draft:
    """One part in the making."""

    def __init__(self, question: Question, edition: Edition, memory: Memory, around: Sequence[str]) -> None:
        self.question, self.edition = question, edition
        self.intents = set(question.intents)
        self.named = list(dict.fromkeys(c.value for c in question.all_codes() if c.kind == "code"))
        said = (m for m in question.all_mentions() if m.assertion is not Assertion.NEGATED)
        self._kinds = {(m.kind, m.owner) for m in said}
        self.cases = cases(question, edition, memory, around)
        self.valued: Valued = [(c.family, s.values()) for c in self.cases for s in c.services]
        self.recommended: list[Recommendation] = []
        self.optional: list[Recommendation] = []
        self.verdicts: list[Verdict] = []
        self.asks: list[Asked] = []
        self.mentioned: list[Asked] = []  # of services told of beside those asked about
        self.whys: list[Why] = []
        self.none_because = ""
        self.billed: tuple[str, ...] = ()  # codes of the questions before that this one leans on
        self.before: frozenset[str] = frozenset()  # codes of procedures of before, on no claim with the visit
        self.sided: dict[
            str, tuple[frozenset[str], Sides | Sites]
        ] = {}  # code -> modifiers of other sides than its

    def wants_decision(self) -> bool:
        """Is a code to be chosen, or only something explained?"""
        explaining = self.intents & EXPLAINING
        for_payer = explaining == {"coverage"} and "choose" in self.intents  # "CPT for precert"
        return for_payer or any(c.has_evidence() for c in self.cases) or not explaining

    def explains(self) -> bool:
        """Would a question back be out of place?"""
        if "general" in self.intents:
            return True  # "not for a particular case": there is nothing to ask about
        if (
            self.question.number > 1
            and self.question.leans
            and not self.intents & DECIDING
            and not self._told_now()
        ):
            return True  # what nobody asked to decide is not asked about either
        gone = bool(self.named) and all(status(c, self.edition) for c in self.named)
        told = self.intents & {"choose", "replacement"} and any(c.has_evidence() for c in self.cases)
        if gone and not told:
            return True
        if "diagnosis" in self.intents and not self._procedure_asked():
            return True
        touched = any(m.kind == "topic" for m in self.question.mentions)
        told = any(c.has_evidence() for c in self.cases) or self._before_told()
        if touched and not told and "choose" not in self.intents:
            return True
        return bool(self.intents & EXPLAINING) and not self.intents & {"choose", "propose", "either"}

    def _before_told(self) -> bool:
        """Is a service of before named ("day 12 after a fusion")? Then it is a case that is asked about."""
        past = (m for m in self.question.mentions if m.assertion is Assertion.HISTORICAL)
        return any(m.kind == "term" for m in past)

    def _told_now(self) -> bool:
        """Did this question itself tell anything of a case?"""
        return any(f.how == "said" for c in self.cases for s in c.services for f in s.known.values())

    def _procedure_asked(self) -> bool:
        """Is a procedure code asked for beside the diagnosis?"""
        words = {
            m.text.lower()
            for m in self.question.mentions
            if m.kind == "domain" and m.assertion is not Assertion.NEGATED
        }
        return bool(words & {"cpt", "cpts", "hcpcs", "procedure"}) or bool(self.named)

    def only_asked(self) -> set[str]:
        """ "I only need the spinal tap": the families named behind such words, where nothing else is."""
        mentions = self.question.all_mentions()
        only = {m.sentence: m.start for m in mentions if m.kind == "intent" and m.name == "only"}
        behind = [m for m in mentions if m.start >= only.get(m.sentence, m.end)]
        terms = [m for m in behind if m.kind in TERMS and m.owner]
        if any(self.edition.families[t.owner].visit for t in terms):
            return set()  # "the visit and the injection"
        work = (m for m in behind if m.kind in ("act", "weak"))
        if any(not any(m.meets(t) for t in terms) for m in work):
            return set()  # "the LP and the injection"
        return {m.owner for m in terms}

    def among(self) -> Family | None:
        """ "For the CT: 72125, 72126 or 72127?" asks for one of them and nothing else."""
        offered = self.question.alternatives
        families = {f.family: f for c in offered if (f := self.edition.family_of(c))}
        if not families or set(self.named) - set(offered) or any(c.family.visit for c in self.cases):
            return None
        only = next(iter(families.values())) if len(families) == 1 else None
        if only and (self._told_beside(only) or self._asked_beside(only.family)):
            return None
        return only

    def _told_beside(self, family: Family) -> bool:
        """Is another service told of that is decided ("myelogram, read; is the CT 72126 or 72127?")?"""
        return any(
            self.spoken_of(c) and any(isinstance(s.result, Decided) for s in c.services)
            for c in self.cases
            if c.family is not family
        )

    def _asked_beside(self, family: str) -> bool:
        """Is a service of another family asked for in a sentence of its own ("and the myelogram code?")?"""
        mentions = self.question.all_mentions()
        offering = {c.sentence for c in self.question.all_codes()}
        words = {m.sentence for m in mentions if m.kind == "domain" and m.text.lower() in ("code", "cpt")}
        asking = {m.sentence for m in mentions if m.kind == "intent" and m.name == "choose"} | words
        asking -= offering
        return any(m.kind == "term" and m.owner != family and m.sentence in asking for m in mentions)

    def background(self, case: Case) -> bool:
        """Is the question about a modifier's situation, and the case only where it happened?"""
        decided = {"choose", "units"}
        if case.active and not case.family.visit:
            decided |= {"propose"}  # "58 or 78?" proposes no code of the operation
        if self.intents & decided and self.spoken_of(case):
            return False
        if self.question.leans and not case.active and case.has_evidence():
            return False  # it answers what the desk had asked in the thread
        over = [c for c in self.cases if c.family.overrides and c.family.overrides in self.intents]
        if case.decides() and not case.family.visit and self.told_of(case):
            ruled = case.family.rules_on(self.question.loose_modifiers())
            if ruled or self._of_one_day(over):
                return False
        return bool(over) and case not in over and any(c.has_evidence() for c in over)

    def _of_one_day(self, over: Iterable[Case]) -> bool:
        """Is a modifier of a visit beside a procedure asked about? Then both are on one claim."""
        beside = {r.modifier for r in self.edition.modifiers.visits if r.modifier}
        found = (s.result for c in over if c.has_evidence() for s in c.services)
        rules = [r.rule for r in found if isinstance(r, Decided)]
        visit = any(c.family.visit and c.has_evidence() for c in self.cases)
        return visit and any(r.ask or beside & set(r.modifiers) for r in rules)

    def spoken_of(self, case: Case) -> bool:
        """Does the sender himself name a service of the family?"""
        return any(
            m.kind in TERMS and m.owner == case.family.family and m.assertion not in _NOT_DONE
            for m in self.question.all_mentions()
        )

    def told_of(self, case: Case) -> bool:
        """Does the sender name a service of the family that he does not deny?"""
        return any(
            m.kind == "term"
            and m.owner == case.family.family
            and m.assertion not in (*_NOT_DONE, Assertion.NEGATED, Assertion.HISTORICAL)
            for m in self.question.all_mentions()
        )

    def asks_for(self, kind: str, family: Family) -> bool:
        """Is a phrase of this kind ("extras_only", "rules_only") in the question?"""
        return (kind, family.family) in self._kinds

    def valued_for(self, code: str) -> Valued:
        """The families in play with what is known; of several services of the code's family only the ones
        that yield it."""
        out: Valued = []
        for case in self.cases:
            own = [s for s in case.services if isinstance(s.result, Decided) and s.result.yields(code)]
            out += [(case.family, s.values()) for s in own or case.services]
        return out

    def valued_with(self, codes: Iterable[str], code: str) -> Valued:
        """What `code` is judged by: the families in play with what is known, of one whose levels are split
        only the services that yield it; after them those of the `codes`, of which nothing is known."""
        have = {f.family for f, _ in self.valued}
        more = {f.family: f for c in codes if (f := self.edition.family_of(c)) and f.family not in have}
        split = {c.family.family for c in self.cases if c.split}
        own = [(f, v) for f, v in self.valued_for(code) if f.family in split] if split else []
        there = [(f, v) for f, v in self.valued if f.family not in split]
        return [*own, *there, *((f, {}) for f in more.values())]

    def recommend(self, found: Iterable[Recommendation]) -> None:
        """Add codes that are not there yet; of one that belongs to another family, that says what it is."""
        for r in found:
            if r.code not in self.codes():
                entry = None if r.plain else self.edition.entry(r.code)
                said = entry.plain if entry else ""
                self.recommended.append(r.model_copy(update={"plain": said}) if said else r)

    def codes(self) -> list[str]:
        """The codes recommended so far."""
        return [r.code for r in self.recommended]

    def because(self, why: Why) -> None:
        """Add a reason that is not there yet."""
        if why not in self.whys:
            self.whys.append(why)

    def ask(self, family: Family, axes: Iterable[str]) -> None:
        """Ask back for axes of a family, none twice."""
        for axis in axes:
            asked = Asked(family=family.family, axis=axis, text=family.axes[axis].ask or axis)
            if asked not in self.asks:
                self.asks.append(asked)
