"""Services that a mail only comes upon, as a report does that tells of other care."""

from collections.abc import Container

from consultant.answer.case import Case
from consultant.answer.draft import Draft
from consultant.answer.outdone import outdone
from consultant.inquiry.mention import NOW, TERMS, Assertion, Mention, Role

_TOLD = 3  # words for it, or sentences that name it, that make a service more than come upon
_SHORT = 8  # sentences
_SERVICE = frozenset(("term", "weak_term", "axis", "act"))
_PARTS = frozenset(("axis", "count", "item"))


def aside(draft: Draft, case: Case) -> bool:
    """Does the sender ask about a service of another family by name, and tell of this one in a word or two
    somewhere else? Then it is neither billed nor asked about."""
    asked, mine = asked_about(draft), case.family.family
    others = (c for c in draft.cases if c is not case and c.family.family in asked and c.has_evidence())
    there = {c.family.family for c in others if not outdone(draft, c)}
    if not there or mine in asked:
        return False
    if all(draft.edition.families[n].visit for n in there) and draft.told_of(case):
        return False  # "what level?" of a visit at which something was done
    if done_together(draft, mine, there):
        return False
    return not told_much(draft, mine)


def told_much(draft: Draft, family: str) -> bool:
    """Is more than a word or two told of a service: words for it, or sentences that name it?"""
    known = draft.edition.families[family]
    idle = {a for a, x in known.axes.items() if x.optional and not (x.evidence or known.visit)}  # "overnight"
    told = [m for m in draft.question.all_mentions() if m.owner == family and _of_a_service(m)]
    told = [m for m in told if m.kind != "axis" or m.name not in idle]
    names = {m.sentence for m in told if m.kind in TERMS} | _headed(draft, family)
    return max(len({m.text.lower() for m in told}), len(names)) >= _TOLD


def done_together(draft: Draft, family: str, asked: set[str]) -> bool:
    """Does one sentence of a short mail, behind the subject, tell of it and of a service asked about ("the PA
    did trigger points, and the MD did an epidural")? A report comes upon much in one sentence."""
    mentions = draft.question.all_mentions()
    if any(m.sentence > _SHORT for m in mentions):
        return False
    told = [m for m in mentions if m.kind == "term" and m.sentence]
    told = [m for m in told if m.assertion is Assertion.ASSERTED and m.role is not Role.FINDING]
    mine = {m.sentence for m in told if m.owner == family}
    return bool(mine & {m.sentence for m in told if m.owner in asked})


def _headed(draft: Draft, family: str) -> set[int]:
    """The sentences of findings that begin with the name of the study ("CT: 1 mm axial images ...")."""
    mentions = [m for m in draft.question.all_mentions() if m.kind not in ("topic", "domain")]
    first = {m.sentence: m.start for m in sorted(mentions, key=lambda m: -m.start)}
    return {
        m.sentence
        for m in mentions
        if m.owner == family
        and m.kind in TERMS
        and m.role is Role.FINDING
        and m.assertion is Assertion.ASSERTED
        and m.start == first[m.sentence]
    }


def denied(draft: Draft, case: Case) -> bool:
    """Is the service named only to say that it was not done, and nothing of it told? Then it decides nothing,
    though no other service is named."""
    mine = [m for m in draft.question.all_mentions() if m.owner == case.family.family]
    terms = [m for m in mine if m.kind in TERMS]
    if not terms or case.active or any(m.assertion is not Assertion.NEGATED for m in terms):
        return False
    there = {t.sentence for t in terms}
    beside = [m for m in mine if m.kind == "act" or (m.kind in _PARTS and m.sentence not in there)]
    return not any(m.assertion in NOW and m.value != "unsaid" for m in beside)


def asked_about(draft: Draft, kinds: Container[str] = TERMS) -> set[str]:
    """The families of the codes named, and of the services named, by words of these kinds, in the subject or
    a sentence that asks."""
    mentions = draft.question.all_mentions()
    asking = {0, *draft.question.asked_in}
    named = (draft.edition.family_of(c) for c in draft.named)
    said = (m for m in mentions if m.kind in kinds and m.sentence in asking)
    return {f.family for f in named if f} | {m.owner for m in said if m.owner}


def _of_a_service(mention: Mention) -> bool:
    """Does it tell of something done?"""
    done = mention.assertion in NOW and mention.role is not Role.FINDING
    return done and mention.kind in _SERVICE and mention.value != "unsaid"
