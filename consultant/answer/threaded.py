"""What a thread carries: the facts of the mail that is quoted, for a question that goes on with it."""

from consultant.answer.decide import implied
from consultant.answer.draft import Memory
from consultant.inquiry.fact import AxisFact
from consultant.inquiry.facts import said
from consultant.inquiry.inquiry import Inquiry
from consultant.inquiry.mention import TERMS, Assertion
from consultant.knowledge.edition import Edition


def from_thread(inquiry: Inquiry, edition: Edition) -> Memory:
    """What the quoted earlier mail said, for a question that goes on with it."""
    memory: Memory = {}
    if inquiry.handed:
        return memory  # the questions have it
    codes = [c.value for c in inquiry.quoted_codes]
    owners = [m.owner for m in inquiry.quoted if m.kind == "term"] + [
        f.family for c in codes if (f := edition.family_of(c))
    ]
    spoken = _spoken(inquiry, edition)
    anew = _told_anew(inquiry) if inquiry.codes else set[str]()
    if spoken and not inquiry.subject_end:  # under a subject of its own a mail goes on with what it names
        owners = [o for o in owners if o in spoken]
    for name in (n for n in dict.fromkeys(owners) if n not in anew):
        family = edition.families[name]
        known = dict(said(family, inquiry.quoted).known)
        mine = [c for c in codes if c in family.codes and family.codes[c].status == "active"]
        for axis, value in implied(family, mine, together=False).items():
            known.setdefault(axis, AxisFact(axis=axis, value=value, quotes=tuple(mine)))
        memory[name] = {a: f.model_copy(update={"how": "kept"}) for a, f in known.items()}
    return memory


def _told_anew(inquiry: Inquiry) -> set[str]:
    """The families whose service the new text names and tells of with a place of its own."""
    mentions = [m for q in inquiry.questions for m in q.mentions if m.assertion is Assertion.ASSERTED]
    placed = {m.sentence for m in mentions if m.kind == "level"}
    return {m.owner for m in mentions if m.kind == "term" and m.sentence in placed}


def _spoken(inquiry: Inquiry, edition: Edition) -> set[str]:
    """The families that the new text speaks of: by name, by code, or else by words of theirs."""
    mentions = [m for q in inquiry.questions for m in q.mentions if m.owner]
    named = {m.owner for m in mentions if m.kind in TERMS}
    named |= {f.family for c in inquiry.codes if (f := edition.family_of(c.value))}
    return named or {m.owner for m in mentions}
