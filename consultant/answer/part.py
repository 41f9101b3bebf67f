"""The answer to one question: which families it concerns, what they decide, what is said of the
codes the sender named."""

from collections.abc import Sequence
from datetime import date

from consultant.answer.apart import weighed
from consultant.answer.asked import wanted
from consultant.answer.branching import branches
from consultant.answer.deciding import decide
from consultant.answer.draft import Draft, Memory
from consultant.answer.explain import explained, guide, points
from consultant.answer.figures import Pair, figures
from consultant.answer.incidental import incidental
from consultant.answer.modified import modify
from consultant.answer.offering import offered
from consultant.answer.parts import Part, Point, Why
from consultant.answer.policing import policies
from consultant.answer.reconciling import reconcile
from consultant.answer.service import may_hold, met
from consultant.answer.visiting import without_visit
from consultant.inquiry.inquiry import Question
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Fact as Source

_FORMS = ("difference", "validity", "info", "guideline", "fee", "edit", "globals", "diagnosis", "coverage")

_OF_ONE_CODE = frozenset(("modifier", "globals", "units"))  # beside these no family is explained as a whole


def part(
    question: Question,
    edition: Edition,
    memory: Memory,
    around: Sequence[str] = (),
    today: date | None = None,
    billed: Sequence[str] = (),
) -> tuple[Part, Memory]:
    """The answer to one question, and what the next one may lean on; `around` are the families of
    the whole mail, for a question that names none, and `billed` the codes of the questions before."""
    draft = Draft(question, edition, memory, around)
    each = any(m.kind == "intent" and m.name == "each" for m in question.shared)  # "a code on each"
    same = question.leans and not (question.supposes or question.apart or each)
    draft.billed = tuple(billed) if same else ()
    if draft.wants_decision():
        decide(draft)
        without_visit(draft)
    reconcile(draft)
    modify(draft)
    incidental(draft)
    kept = {c.family.family: c.kept() for c in draft.cases} or memory
    return _beside_tables(draft, finished(draft), question, today), kept


def _beside_tables(draft: Draft, made: Part, question: Question, today: date | None) -> Part:
    """The part with what the published files and a list to choose from say to it, and without what is
    idle beside them."""
    edition = draft.edition
    found = figures(wanted(question, edition, today, [r.code for r in made.recommended]), edition) or None
    counting = "units" in draft.intents and any(c.has_evidence() for c in draft.cases)
    if found:
        made, found = weighed(made, found, draft)
        made = made.model_copy(update={"sources": _sources(made, edition, found.pairs)})
    if found and made.asks and not made.recommended and not counting and found.settled(question):
        made = made.model_copy(update={"asks": (), "branches": (), "form": "edit"})
    if found and made.form == "no_rule":
        made = made.model_copy(update={"form": "edit"})
    offer = None if made.recommended else offered(question, made.form, edition)
    if offer and not any(m.kind == "term" for m in question.all_mentions()):
        made = made.model_copy(update={"points": (), "sources": ()})  # of a family that nobody named
    if offer or (found and not made.recommended):
        made = made.model_copy(update={"diagnoses": ()})  # the codes asked for stand there themselves
    if made.form == "explain" and not (found or offer or _says_something(made)):
        made = made.model_copy(update={"form": "no_rule"})  # no letter is empty
    if found is None and offer is None:
        return made
    return made.model_copy(update={"figures": found, "offer": offer})


def _says_something(made: Part) -> bool:
    """Has the letter that explains anything to say?"""
    return bool(made.policies or made.explained or made.verdicts or made.points)


def finished(draft: Draft) -> Part:
    """The draft as a Part, with explanations, points and sources."""
    q, edition = draft.question, draft.edition
    families = [c.family for c in draft.cases]
    shown = points(families, q.mentions)
    if "guideline" in draft.intents and not draft.intents & _OF_ONE_CODE:
        told = [x.facts for x in shown]
        shown += [p for f in families for p in guide(f, draft.named) if p.facts not in told]
    codes = [r.code for r in draft.recommended]
    policed = policies(draft)
    explains = explained(draft.named, edition) if not codes or draft.intents & {"difference", "info"} else []
    part = Part(
        number=q.number,
        question=q.text,
        form=_form(draft),
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
        policies=tuple(policed),
        points=tuple(p for p in shown if not _told(p, policed, draft.whys)),
        diagnoses=_diagnoses(draft),
        included=tuple(_included(draft, codes)),
        alongside=tuple(_alongside(draft, codes)),
        mentioned=tuple(_mentioned(draft)),
        facts=tuple(f for c in draft.cases for s in c.services for f in s.known.values()),
    )
    return part.model_copy(update={"sources": _sources(part, edition)})


def _told(point: Point, policed: Sequence[Point], whys: Sequence[Why]) -> bool:
    """Does a policy, or a reason that stands for itself, say it already?"""
    said = [p.facts for p in policed] + [w.sources for w in whys if not w.facts]
    return any(set(point.facts) <= set(facts) for facts in said)


def _form(draft: Draft) -> str:
    """The template that says it."""
    if draft.asks and not draft.recommended:
        return "ask"
    if draft.recommended or draft.none_because:
        return "choose"
    fallback = "explain" if draft.cases or draft.named else "no_rule"
    return next((form for form in _FORMS if form in draft.intents), fallback)


def _diagnoses(draft: Draft) -> tuple[str, ...]:
    """What the families in play are often done for, where diagnoses are asked for."""
    if "diagnosis" not in draft.intents:
        return ()
    families = [f for c in draft.codes() if (f := draft.edition.family_of(c))]
    families += [] if families else [c.family for c in draft.cases]
    return tuple(dict.fromkeys(d for f in families for d in f.diagnoses))


def _included(draft: Draft, codes: list[str]) -> list[Point]:
    told = {v.code for v in draft.verdicts} | _visits(draft, codes)
    out: dict[str, Point] = {}
    for family, values in draft.valued:
        for rule in family.included:
            items = tuple(c for c in rule.items if c not in told and c not in codes)
            if items and set(rule.into) & set(codes) and may_hold(rule.when, values):
                out[rule.say] = Point(say=rule.say, codes=items, facts=rule.facts)
    return list(out.values())


def _visits(draft: Draft, codes: list[str]) -> set[str]:
    """The codes of visits, where no visit is in question."""
    visits = [f for f in draft.edition.families.values() if f.visit]
    return {c for f in visits for c in f.codes if not set(f.codes) & {*codes, *draft.named}}


def _alongside(draft: Draft, codes: list[str]) -> list[Point]:
    out: dict[str, Point] = {}
    for family, values in draft.valued:
        for rule in family.alongside:
            due = set(rule.to) & set(codes) and not set(rule.codes) <= set(codes)
            if due and met(rule.when, values):
                out[rule.say] = Point(say=rule.say, codes=rule.codes, facts=rule.facts)
    return list(out.values())


def _mentioned(draft: Draft) -> list[Point]:
    """What would be asked of each service that is told of and not asked about."""
    needed: dict[str, list[str]] = {}
    for a in draft.mentioned:
        needed.setdefault(draft.edition.families[a.family].title, []).append(a.text)
    return [Point(say=f"{title}: {' '.join(texts)}") for title, texts in needed.items()]


def _sources(part: Part, edition: Edition, pairs: Sequence[Pair] = ()) -> tuple[Source, ...]:
    ids = [i for w in part.whys for i in w.sources] + [i for v in part.verdicts for i in v.facts]
    ids += [i for p in (*part.policies, *part.points, *part.included, *part.alongside) for i in p.facts]
    ids += [i for p in pairs if p.inside for i in p.inside.facts]
    return tuple(f for i in dict.fromkeys(ids) if (f := edition.fact(i)))
