"""What the facts add to the rule that held - instrumentation, guidance, grafts - and why a rule holds."""

from collections.abc import Container, Iterable, Mapping, Sequence

from consultant.answer.addons import parented
from consultant.answer.decide import Decided
from consultant.answer.draft import Draft
from consultant.answer.parts import Why
from consultant.answer.recommendation import Recommendation
from consultant.answer.service import Service, met
from consultant.answer.yielded import optional_codes, rule_codes
from consultant.inquiry.mention import Assertion
from consultant.knowledge.condition import Fact

_ASKING = frozenset(("choose", "propose", "units", "lookup", "replacement", "info", "validity"))


def only_extras(draft: Draft, service: Service) -> bool:
    """Is only an addition asked for ("which code for the cage")? Then it alone is given."""
    if not draft.asks_for("extras_only", service.family) or not _asked_there(draft, "extras_only"):
        return False
    if draft.asks_for("extras_also", service.family) or _base_named(draft, service):
        return False
    before = len(draft.recommended)
    add_extras(draft, service, service.values())
    return len(draft.recommended) > before


def _base_named(draft: Draft, service: Service) -> bool:
    """Is a code of the service itself listed beside the addition ("I have 22551, 22853, 22845")?"""
    return len(draft.named) > 1 and any(code in service.family.yielding for code in draft.named)


def _asked_there(draft: Draft, kind: str) -> bool:
    """Does a phrase of this kind stand in a sentence that asks, or in a mail of which none does? What the
    sender only holds ("I believe the cage line is wrong") asks for nothing."""
    mentions = draft.question.all_mentions()
    asking = {m.sentence for m in mentions if m.kind == "intent" and m.name in _ASKING}
    asked = [m for m in mentions if m.kind == kind and m.assertion is not Assertion.CLAIMED]
    return any(not asking or m.sentence in asking for m in asked)


def add_extras(draft: Draft, service: Service, values: Mapping[str, Fact]) -> None:
    """What the facts add to the rule that held: instrumentation, guidance, grafts."""
    for extra in service.family.extras:
        if met(extra.when, values):
            held = Decided(rule=extra, values=dict(values))
            draft.recommend(rule_codes(service.family, held))
            draft.optional += optional_codes(service.family, held)
            codes = [i.code for i in extra.codes]
            draft.because(why(service, extra.because, extra.facts, extra.when, codes))


def due_extras(service: Service) -> list[Recommendation]:
    """The codes of additions that the facts call for."""
    values = service.values()
    held = (Decided(rule=e, values=values) for e in service.family.extras if met(e.when, values))
    return [r for h in held for r in rule_codes(service.family, h)]


def orphaned(draft: Draft, service: Service, found: Sequence[Recommendation]) -> bool:
    """Do the facts call for an add-on that goes with none of these codes ("a cage", a fusion without one)?
    Then what was said first of the service is in doubt."""
    extra = [r.code for r in due_extras(service)]
    there = {*extra, *(r.code for r in found), *draft.codes()}
    return any(not parented(code, there, draft.edition) for code in extra)


def why(
    service: Service, because: str, sources: tuple[str, ...], axes: Container[str], codes: Iterable[str]
) -> Why:
    """Why these codes: what of the service is known on the axes that decided."""
    shown = tuple(f for a, f in service.known.items() if a in axes)
    title = service.family.title
    return Why(title=title, because=because, facts=shown, sources=sources, codes=tuple(codes))
