"""One code for several sites: a line for each, with its side; the second is set apart."""

from collections.abc import Sequence

from consultant.answer.decide import Decided
from consultant.answer.draft import Draft
from consultant.answer.parts import Why
from consultant.answer.recommendation import Recommendation
from consultant.answer.sides import BOTH, side_modifiers
from consultant.inquiry.cues import unsaid
from consultant.inquiry.mention import TERMS, Assertion, Mention
from consultant.knowledge.family import Family
from consultant.knowledge.sites import Sites

_FAR = 1_000_000  # characters: farther than any mail reaches


def by_site(draft: Draft) -> None:
    """Make a line of each site that one recommended code was done at."""
    glued = {c.value for c in draft.question.all_codes() if c.modifiers}
    for case in draft.cases:
        spec = case.family.sites
        for r in [x for x in draft.recommended if spec and x.code in spec.on]:
            mine = [s for s in case.services if isinstance(s.result, Decided) and s.result.yields(r.code)]
            kinds = {str(s.known[spec.of].value) for s in mine if spec and spec.of in s.known}
            told = _told(draft, case.family, spec, kinds.pop()) if spec and len(kinds) == 1 else {}
            own = {str(s.known[spec.axis].value) for s in mine if spec and spec.axis in s.known}
            told = {site: side for site, side in told.items() if site in own or not own}
            many = len(told) > 1 or (len(told) == 1 and len(case.services) > 1)
            if spec and (many or (BOTH in told.values() and r.code not in glued)):
                _split(draft, case.family, spec, r, told)


def _told(draft: Draft, family: Family, spec: Sites, kind: str) -> dict[str, str]:
    """site -> side ("" where none is told), of the sites of this kind."""
    mine = [
        m for m in draft.question.all_mentions() if m.kind == "axis" and m.assertion is Assertion.ASSERTED
    ]
    kinds = [m for m in mine if (m.owner, m.name, m.value) == (family.family, spec.of, kind)]
    hits = [m for m in mine if (m.owner, m.name) == (family.family, spec.axis)]
    found = [m for m in hits if any(m.meets(k) for k in kinds) and not unsaid(m, hits)]
    spoken = _spoken(draft, family, spec)
    sites = [m for m in found if m.sentence in spoken] or found
    sides = [m for m in mine if m.owner in ("", family.family) and m.name == spec.side]
    sides = [m for m in sides if not unsaid(m, sides)]  # "bilateral knee OA" tells no side of what was done
    out: dict[str, str] = {}
    for i, m in enumerate(sites):
        left = sites[i - 1].end if i else m.start - _FAR
        right = sites[i + 1].start if i + 1 < len(sites) else m.end + _FAR
        side, before = _side(m, sides, left, right), out.get(m.value, "")
        out[m.value] = BOTH if side and before and side != before else before or side
    return out


def _spoken(draft: Draft, family: Family, spec: Sites) -> set[int]:
    """The sentences that name the service, by a term or a code."""
    terms = (m for m in draft.question.all_mentions() if m.kind in TERMS)
    codes = (c.sentence for c in draft.question.all_codes() if c.value in spec.on)
    return {*codes, *(m.sentence for m in terms if m.owner == family.family)}


def _side(site: Mention, sides: Sequence[Mention], left: int, right: int) -> str:
    """The side before the site, or else the one behind it, with no other site between."""
    before = [s for s in sides if left <= s.start <= site.start and s.sentence == site.sentence]
    after = [s for s in sides if site.end <= s.start < right and s.clause == site.clause]
    return next((s.value for s in (*before[-1:], *after[:1])), "")


def _split(draft: Draft, family: Family, spec: Sites, r: Recommendation, told: dict[str, str]) -> None:
    of_side = side_modifiers(family, spec.side)
    kept = tuple(m for m in r.modifiers if m not in of_side.values() and m != spec.second)
    lines = []
    for i, side in enumerate(told.values()):
        own = (of_side[side],) if side in of_side else ()
        apart = (spec.second,) if i else ()
        lines.append(r.model_copy(update={"modifiers": (*apart, *kept, *own), "units": 1}))
    at = draft.recommended.index(r)
    draft.recommended[at : at + 1] = lines
    used = {m for line in lines for m in line.modifiers}
    draft.sided[r.code] = (frozenset(of_side.values()) - used, spec)
    if len(lines) > 1:
        draft.because(
            Why(title=family.title, because=spec.say, facts=(), sources=spec.facts, codes=(r.code,))
        )
