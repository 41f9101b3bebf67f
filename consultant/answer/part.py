"""The answer to one question: which families it concerns, what they decide, what is said of the
codes the sender named."""

from collections.abc import Mapping, Sequence
from datetime import date

from consultant.answer.asked import wanted
from consultant.answer.branching import branches
from consultant.answer.case import Case, Service, cases, may_hold, met
from consultant.answer.decide import Decided, Needed
from consultant.answer.explain import explained, guide, points
from consultant.answer.figures import figures
from consultant.answer.modifying import beside_procedures, judge, with_rules
from consultant.answer.offering import offered
from consultant.answer.parts import Asked, Part, Point, Why
from consultant.answer.recommendation import Recommendation
from consultant.answer.verdict import Verdict
from consultant.answer.verdicts import beside, included, mismatch, status
from consultant.inquiry.fact import AxisFact
from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import Assertion
from consultant.knowledge.axis import CountAxis
from consultant.knowledge.condition import Fact
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Fact as Source
from consultant.knowledge.family import Family
from consultant.knowledge.units import count_axis, units

DECIDING = frozenset(("choose", "propose", "pair", "units", "modifier"))
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
Memory = dict[str, dict[str, AxisFact]]
Valued = list[tuple[Family, Mapping[str, Fact]]]


class Draft:
    """One part in the making."""

    def __init__(self, question: Question, edition: Edition, memory: Memory, around: Sequence[str]) -> None:
        self.question, self.edition = question, edition
        self.intents = set(question.intents)
        self.named = list(dict.fromkeys(c.value for c in question.all_codes() if c.kind == "code"))
        self.cases = cases(question, edition, memory, around)
        self.valued: Valued = [(c.family, s.values()) for c in self.cases for s in c.services]
        self.recommended: list[Recommendation] = []
        self.optional: list[Recommendation] = []
        self.verdicts: list[Verdict] = []
        self.asks: list[Asked] = []
        self.whys: list[Why] = []
        self.none_because = ""

    def wants_decision(self) -> bool:
        """Is a code to be chosen, or only something explained?"""
        if any(c.has_evidence() for c in self.cases):
            return True
        return (
            bool(self.intents & DECIDING) and not self.intents & EXPLAINING
        ) or not self.intents & EXPLAINING

    def explains(self) -> bool:
        """Would a question back be out of place?"""
        gone = bool(self.named) and all(status(c, self.edition) for c in self.named)
        if gone:
            return True
        if "diagnosis" in self.intents and not self._procedure_asked():
            return True
        touched = any(m.kind == "topic" for m in self.question.mentions)
        told = any(c.has_evidence() for c in self.cases)
        if touched and not told and "choose" not in self.intents:
            return True
        return bool(self.intents & EXPLAINING) and not self.intents & {"choose", "propose"}

    def _procedure_asked(self) -> bool:
        """Is a procedure code asked for beside the diagnosis?"""
        words = {
            m.text.lower()
            for m in self.question.mentions
            if m.kind == "domain" and m.assertion is not Assertion.NEGATED
        }
        return bool(words & {"cpt", "cpts", "hcpcs", "procedure"}) or bool(self.named)

    # ------------------------------------------------------------ steps

    def decide(self) -> None:
        """Let every family decide, or take the sender's codes as they are, or ask."""
        for case in self.cases:
            if self._outdone(case):
                continue
            if self._background(case):
                self._as_named(case)
                continue
            for service in case.services:
                if self._only_extras(case.family, service):
                    continue
                match service.result:
                    case Decided() if case.has_evidence() or case.active:
                        self._take(service, service.result)
                    case Needed():
                        self._undecided(case, service, service.result)
                    case _:
                        self._as_named(case)

    def _background(self, case: Case) -> bool:
        """Is the question about a modifier's situation, and the case only where it happened?"""
        over = [c for c in self.cases if c.family.overrides and c.family.overrides in self.intents]
        return bool(over) and case not in over and any(c.has_evidence() for c in over)

    def _outdone(self, case: Case) -> bool:
        """Is the family here only by a code proposed for a service that another family decides?"""
        if "propose" not in self.intents or "pair" in self.intents or self._spoken_of(case):
            return False
        others = (c for c in self.cases if c is not case and self._spoken_of(c))
        return any(isinstance(s.result, Decided) and s.result.rule.codes for c in others for s in c.services)

    def _spoken_of(self, case: Case) -> bool:
        mentions = self.question.all_mentions()
        return any(m.kind in ("term", "weak_term") and m.owner == case.family.family for m in mentions)

    def _take(self, service: Service, result: Decided) -> None:
        rule = result.rule
        found = rule_codes(service.family, result)
        self.recommended += [r for r in found if r.code not in {x.code for x in self.recommended}]
        if not rule.codes:
            self.none_because = self.none_because or rule.because
        if rule.codes:
            self._extras(service, result.values)
        self.verdicts += [
            Verdict(kind="modifier_due", code=m, say=rule.because, facts=rule.facts) for m in rule.modifiers
        ]
        if rule.ask:
            self.asks.append(Asked(family=service.family.family, axis="", text=rule.ask))
        axes = set(rule.when) | {a for i in rule.codes if (a := count_axis(i))}
        shown = tuple(f for a, f in service.known.items() if a in axes)
        codes = tuple(r.code for r in found)
        why = Why(
            title=service.family.title, because=rule.because, facts=shown, sources=rule.facts, codes=codes
        )
        if why not in self.whys:
            self.whys.append(why)

    def _only_extras(self, family: Family, service: Service) -> bool:
        """Is only an addition asked for ("which code for the cage")? Then it alone is given."""
        if not any(m.kind == "extras_only" and m.owner == family.family for m in self.question.mentions):
            return False
        before = len(self.recommended)
        self._extras(service, service.values())
        return len(self.recommended) > before

    def _extras(self, service: Service, values: Mapping[str, Fact]) -> None:
        """What the facts add to the rule that held: instrumentation, guidance, grafts."""
        for extra in service.family.extras:
            if not met(extra.when, values):
                continue
            held = Decided(rule=extra, values=dict(values))
            added = rule_codes(service.family, held)
            self.recommended += [r for r in added if r.code not in {x.code for x in self.recommended}]
            self.optional += optional_codes(service.family, held)
            shown = tuple(f for a, f in service.known.items() if a in extra.when)
            codes = tuple(i.code for i in extra.codes)
            why = Why(
                title=service.family.title,
                because=extra.because,
                facts=shown,
                sources=extra.facts,
                codes=codes,
            )
            if why not in self.whys:
                self.whys.append(why)

    def _together(self) -> None:
        """Codes that are right together only under a condition nobody stated."""
        codes = {r.code for r in self.recommended}
        for case in self.cases:
            for rule in case.family.together:
                known = any(rule.axis in s.known for s in case.services)
                if set(rule.codes) <= codes and not known and not self.explains():
                    text = case.family.axes[rule.axis].ask or rule.axis
                    self.asks.append(Asked(family=case.family.family, axis=rule.axis, text=text))

    def _undecided(self, case: Case, service: Service, result: Needed) -> None:
        kept = [] if self.question.alternatives else case.fitting()
        if len(kept) > 1 and "pair" not in self.intents:
            kept = []  # several that cannot all be meant
        counted = "units" in self.intents and any(
            isinstance(case.family.axes[a], CountAxis) for a in result.axes
        )
        if kept and not self._code_wanted(case) and not counted:
            self._as_named(case)
        elif not self.explains():
            family = case.family
            new = [Asked(family=family.family, axis=a, text=family.axes[a].ask or a) for a in result.axes]
            self.asks += [a for a in new if a not in self.asks]
            self._take_certain(result)

    def _code_wanted(self, case: Case) -> bool:
        """Does the sender want a code chosen or a proposal judged, and told something of the case?"""
        if not case.has_evidence():
            return False
        return "propose" in self.intents or ("choose" in self.intents and "pair" not in self.intents)

    def _take_certain(self, result: Needed) -> None:
        """What every rule still possible yields is certain already."""
        if len(result.open) < 2:
            return
        common = set.intersection(*({i.code for i in r.codes} for r in result.open))
        for item in result.open[0].codes:
            if item.code in common and item.code not in {r.code for r in self.recommended}:
                self.recommended.append(named(item.code, self.edition).model_copy(update={"as_named": False}))

    def _as_named(self, case: Case) -> None:
        for code in case.fitting():
            if code not in {r.code for r in self.recommended}:
                self.recommended.append(named(code, self.edition))

    def reconcile(self) -> None:
        """Say of each named code what it is here, and keep what belongs."""
        self._only_asked_about()
        self._together()
        for code in self.named:
            self._judge_code(code)
        drop = {
            r.code
            for r in self.recommended
            if included(r.code, [x.code for x in self.recommended if x.code != r.code], self._all_valued())
        }
        self.recommended = [r for r in self.recommended if r.code not in drop]

    def _only_asked_about(self) -> None:
        """ "Can I add X?" is about X: what another family decides of its own is taken for granted."""
        if "pair" not in self.intents or self.intents & {"choose", "propose"}:
            return
        coded = {c.family.family for c in self.cases if c.active}
        if any(c.family.visit and c.active for c in self.cases):
            return  # a visit beside a procedure is a matter of both
        for r in list(self.recommended):
            family = self.edition.family_of(r.code)
            if coded and family and family.family not in coded and r.code not in self.named:
                self.recommended.remove(r)
                self.optional.append(r)

    def _judge_code(self, code: str) -> None:
        codes = [r.code for r in self.recommended]
        if gone := status(code, self.edition):
            self.verdicts.append(gone)
        elif found := included(code, [c for c in codes if c != code], self._all_valued()):
            self.verdicts.append(found)
        elif code in codes:
            self.verdicts.append(Verdict(kind="right", code=code))
        elif may := beside(code, codes or self.named, self._all_valued()):
            self.verdicts.append(may)
            self.recommended.append(named(code, self.edition))
        elif case := self._decided_for(code):
            self.verdicts.append(mismatch(code, case))
        elif not self.edition.family_of(code) and self.recommended and self.intents & DECIDING:
            self.recommended.append(named(code, self.edition))

    def _decided_for(self, code: str) -> Service | None:
        """The service of the code's family that was decided otherwise."""
        codes = {c for w in self.whys for c in w.codes}
        for case in self.cases:
            for service in case.services:
                if (
                    code in case.active
                    and isinstance(service.result, Decided)
                    and (codes or self.none_because)
                ):
                    return service
        return None

    def _all_valued(self) -> Valued:
        """The families in play and those of the codes recommended, with what is known in each."""
        have = {f.family for f, _ in self.valued}
        more = {
            f.family: f
            for r in self.recommended
            if (f := self.edition.family_of(r.code)) and f.family not in have
        }
        return [*self.valued, *((f, {}) for f in more.values())]

    def modify(self) -> None:
        """Modifiers: by rule, by what the sender wrote, and those of visits beside procedures."""
        self.recommended = with_rules(self.recommended, self.valued)
        values = {k: v for _, known in self.valued for k, v in known.items()}
        codes = [r.code for r in self.recommended]
        for c in self.question.all_codes():
            for m in c.modifiers:
                self._named_modifier(c.value, m, codes, values, glued=True)
        for mention in (m for m in self.question.all_mentions() if m.kind == "modifier"):
            for code in self.named or codes:
                self._named_modifier(code, mention.value, codes, values, glued=False)
        self.recommended, said = beside_procedures(self.recommended, self.valued, self.edition)
        refused = {v.code for v in said if v.kind == "no_visit"}
        self.verdicts = [v for v in self.verdicts if v.code.partition("-")[0] not in refused] + said

    def _named_modifier(
        self, code: str, modifier: str, codes: list[str], values: Mapping[str, Fact], *, glued: bool
    ) -> None:
        verdict = judge(code, modifier, self.edition, codes, values)
        if verdict is None or verdict in self.verdicts:
            return
        self.verdicts.append(verdict)
        for i, r in enumerate(self.recommended):
            if glued and r.code == code and verdict.kind == "modifier_ok" and modifier not in r.modifiers:
                self.recommended[i] = r.model_copy(update={"modifiers": (*r.modifiers, modifier)})

    # ------------------------------------------------------------ result

    def form(self) -> str:
        """The template that says it."""
        if self.asks and not self.recommended:
            return "ask"
        if self.recommended or self.none_because:
            return "choose"
        for form in (
            "difference",
            "validity",
            "info",
            "guideline",
            "fee",
            "edit",
            "globals",
            "diagnosis",
            "coverage",
        ):
            if form in self.intents:
                return form
        return "explain" if self.cases or self.named else "no_rule"


def rule_codes(family: Family, result: Decided) -> list[Recommendation]:
    """The codes of the rule that held, with units; codes of which no unit is due are left out."""
    out = []
    for item in result.rule.codes:
        n = units(item, result.values)
        entry = family.codes.get(item.code)
        if n > 0 and not item.optional:
            role = "add-on" if entry and entry.addon_to else "primary"
            plain = entry.plain if entry else ""
            out.append(
                Recommendation(
                    code=item.code, plain=plain, modifiers=item.modifiers, units=n, role=role, to=item.to
                )
            )
    return out


def optional_codes(family: Family, result: Decided) -> list[Recommendation]:
    """The codes of a rule that may be reported but need not be."""
    return [
        Recommendation(code=i.code, plain=family.codes[i.code].plain if i.code in family.codes else "")
        for i in result.rule.codes
        if i.optional
    ]


def named(code: str, edition: Edition) -> Recommendation:
    """A code taken as the sender named it."""
    entry = edition.entry(code)
    role = "add-on" if entry and entry.addon_to else "primary"
    return Recommendation(code=code, plain=entry.plain if entry else "", role=role, as_named=True)


def part(
    question: Question,
    edition: Edition,
    memory: Memory,
    around: Sequence[str] = (),
    today: date | None = None,
) -> tuple[Part, Memory]:
    """The answer to one question, and what the next one may lean on; `around` are the families of
    the whole mail, for a question that names none."""
    draft = Draft(question, edition, memory, around)
    if draft.wants_decision():
        draft.decide()
    draft.reconcile()
    draft.modify()
    kept = {c.family.family: c.kept() for c in draft.cases} or memory
    made = finished(draft)
    wants = wanted(question, edition, today, [r.code for r in made.recommended])
    found = figures(wants, edition) or None
    if found and made.asks and not made.recommended and found.settled(question):
        made = made.model_copy(update={"asks": (), "branches": (), "form": "edit"})
    if found and made.form == "no_rule":
        made = made.model_copy(update={"form": "edit"})
    offer = None if made.recommended else offered(question, made.form, edition)
    found = found.without_words() if found and offer else found
    if offer and not any(m.kind == "term" for m in question.all_mentions()):
        made = made.model_copy(update={"points": (), "sources": ()})  # of a family that nobody named
    return made.model_copy(update={"figures": found, "offer": offer}), kept


def finished(draft: Draft) -> Part:
    """The draft as a Part, with explanations, points and sources."""
    q, edition = draft.question, draft.edition
    families = [c.family for c in draft.cases]
    shown = points(families, q.mentions)
    if "guideline" in draft.intents:
        shown += [p for f in families for p in guide(f) if p.facts not in [x.facts for x in shown]]
    codes = [r.code for r in draft.recommended]
    explains = explained(draft.named, edition) if not codes or draft.intents & {"difference", "info"} else []
    part = Part(
        number=q.number,
        question=q.text,
        form=draft.form(),
        recommended=tuple(draft.recommended),
        optional=tuple(draft.optional),
        none_because=draft.none_because,
        verdicts=tuple(draft.verdicts),
        asks=tuple(draft.asks),
        branches=tuple(b for c in draft.cases if len(c.services) == 1 for b in branches(c.services[0]))
        if draft.asks
        else (),
        whys=tuple(draft.whys),
        explained=tuple(explains),
        points=tuple(shown),
        included=tuple(_included(draft, codes)),
        alongside=tuple(_alongside(draft, codes)),
        facts=tuple(f for c in draft.cases for s in c.services for f in s.known.values()),
    )
    return part.model_copy(update={"sources": _sources(part, edition)})


def _included(draft: Draft, codes: list[str]) -> list[Point]:
    told = {v.code for v in draft.verdicts}
    out: dict[str, Point] = {}
    for family, values in draft.valued:
        for rule in family.included:
            items = tuple(c for c in rule.items if c not in told and c not in codes)
            if items and set(rule.into) & set(codes) and may_hold(rule.when, values):
                out[rule.say] = Point(say=rule.say, codes=items, facts=rule.facts)
    return list(out.values())


def _alongside(draft: Draft, codes: list[str]) -> list[Point]:
    out: dict[str, Point] = {}
    for family, values in draft.valued:
        for rule in family.alongside:
            due = set(rule.to) & set(codes) and not set(rule.codes) <= set(codes)
            if due and met(rule.when, values):
                out[rule.say] = Point(say=rule.say, codes=rule.codes, facts=rule.facts)
    return list(out.values())


def _sources(part: Part, edition: Edition) -> tuple[Source, ...]:
    ids = [i for w in part.whys for i in w.sources] + [i for v in part.verdicts for i in v.facts]
    ids += [i for p in (*part.points, *part.included, *part.alongside) for i in p.facts]
    return tuple(f for i in dict.fromkeys(ids) if (f := edition.fact(i)))
