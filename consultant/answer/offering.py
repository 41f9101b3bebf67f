"""What is offered to choose from where no family decides: codes whose wordings are like the question."""

import re
from collections.abc import Sequence

from consultant.frozen import Frozen
from consultant.inquiry.inquiry import Question
from consultant.inquiry.words import sentences
from consultant.knowledge.edition import Edition
from consultant.knowledge.indexed import SYSTEMS, Hit

_MOST = 6
_LIKE, _LIKER = 0.4, 0.55  # how like a wording must be: of a system that was named, of any
_NEAR = 0.5  # and of the likest, how much
_HINT = re.compile(r"\b(?:icd(?:[ -]?10)?(?:-?cm)?|diagnos[ie]s|dx|hcpcs|cpt|modifiers?)\b", re.I)
_SOUGHT = re.compile(r"\b(?:codes?|icd|diagnosis|dx|hcpcs|cpt|modifiers?)\b", re.I)
_FOR = re.compile(r"\b(?:for|is there|covers?|describes?|means?)\b(.+)", re.I | re.S)
_FORMS = frozenset(("no_rule", "diagnosis", "edit", "ask"))
_RELEASES = {
    "icd10cm": ("icd_order", "icd_codes", "icd_tabular"),
    "hcpcs": ("hcpcs",),
    "modifier": ("hcpcs",),
}

_LACKS = (
    "HCPCS Level II is not loaded here, but for the codes of my families, so I cannot look for it. "
    "Who runs this desk can load the file that CMS publishes."
)


class Offer(Frozen):
    """A list to choose from; nothing of it is recommended. `read` is how the words were understood."""

    words: str
    hits: tuple[Hit, ...]
    read: str = ""
    releases: tuple[str, ...] = ()
    says: str = ""  # why there is no list: what the edition lacks


def offered(question: Question, form: str, edition: Edition) -> Offer | None:
    """The codes to choose from, for a question that names none and that no family has an answer to."""
    text = _asking(question)
    if form not in _FORMS or question.all_codes() or not _SOUGHT.search(text):
        return None
    words = _words(text)
    found = edition.finder.find(words, edition.published.lines, None, _MOST * 2)
    named = len(found.systems) < len(SYSTEMS)
    procedure = named and "cpt" in found.systems
    if form in ("ask", "edit") and (not named or procedure):
        return None
    systems = ("cpt",) if procedure else found.systems
    best = found.hits[0].score if found.hits else 0.0
    least = max(_LIKE if named else _LIKER, _NEAR * best)
    hits = [h for h in found.hits if h.system in systems and h.score >= least][:_MOST]
    if not hits:
        lacks = form == "no_rule" and found.systems == ("hcpcs",) and not edition.published.lines.has("hcpcs")
        return Offer(words=words, hits=(), says=_LACKS) if lacks else None
    return Offer(words=words, hits=tuple(hits), read=found.read, releases=_releases(hits, edition))


def _asking(question: Question) -> str:
    """The sentence that asks; all of them where it says nothing to look for ("dx help", then the rest)."""
    told = _SOUGHT.search(question.text)
    if told and (_FOR.search(question.text) or "diagnosis" not in question.intents):
        return question.text
    return question.said


def _words(text: str) -> str:
    """What is sought: of the sentence that asks, the words behind "code for", and the system it names."""
    parts = [text[s.start : s.end] for s in sentences(text)] or [text]
    asking = next((p for p in parts if _SOUGHT.search(p) and _FOR.search(p)), "")
    asking = asking or next((p for p in parts if _SOUGHT.search(p)), parts[0])
    tail = _FOR.search(asking)
    said = tail[1] if tail else asking
    hints = _HINT.findall(asking[: tail.start()]) if tail else []
    return " ".join((*hints, *said.split())).strip(" ?.!,")[:300]


def _releases(hits: Sequence[Hit], edition: Edition) -> tuple[str, ...]:
    """The releases that the systems of the hits come from, the newest of each kind."""
    kinds = dict.fromkeys(kind for h in hits for kind in _RELEASES.get(h.system, ()))
    newest = (loaded[-1].title for kind in kinds if (loaded := edition.published.loaded(kind)))
    return tuple(dict.fromkeys(newest))
