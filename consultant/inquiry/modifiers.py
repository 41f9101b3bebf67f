"""Modifiers named apart from a code: "modifier 25", "58 or 78?", "does it take a TC"."""

import re
from collections.abc import Sequence

from consultant.inquiry.mention import Mention, SetAside

_UNIT_AFTER = (  # no unit
    r"(?!\s*(?:-\s*)?(?:min|minute|hour|hr|y/?o\b|year|yr|day|unit|level|mg|ml|cc|gauge|pt\b|pts\b"
    r"|patient|view|region|time|mile|%|th\b|st\b|nd\b))"
)

_COUNTED = re.compile(rf"(?!{_UNIT_AFTER})", re.I)

# Before a modifier nothing, or a dash ("-25", "- 25") that stands alone.
_DASHED = re.compile(r"(?:(?:^|[^\w$.,/#:-])(?:-\s?)?-?|[^-])\Z")
_SAID = r"(?:i|we|he|she|they)\s+(?:say|said|think|thought|used?|put|want|picked|chose|had)"
_WEIGHED = re.compile(  # "58 vs 78", "58, I said 78": as the one, so the other
    r"\s+(?:or|vs\.?|versus)\s+(?:with\s+|an?\s+)?-?|\s*,\s*(?:or\s+)?"
    rf"|\s*,?\s*(?:(?:and|but)\s+)?{_SAID}\s+",
    re.I,
)
_RIVAL = re.compile(rf"\d\d\s*,?\s*(?:(?:and|but)\s+)?{_SAID}\s+\d\d\b(?![.,/-]\d)", re.I)
_ASKED = re.compile(
    r"\b(?:(?:takes?|needs?|requires?|puts?|slapped|stuck|hung)\s+(?:an?\s+)?|(?:is|be|was)\s+an?\s+)-?$",
    re.I,
)
# "I've heard 24, 25 and 79. Which one?"
_OFFERED = re.compile(
    r"\d\d(?:\s*(?:,|or|and|/|vs\.?|,\s*(?:or|and))\s*\d\d){1,3}\b(?![.,/-]\d)[^\n?]{0,60}?[.?,;]\s+(?:so\s+)?which\b",
    re.I,
)
_FURTHER = re.compile(r"\d\d\s*(?:,|or|and|/|,\s*(?:or|and))\s*\Z", re.I)


_WORDS_TOO = frozenset(("AS", "PT"))  # "SENT TO PT" names none


class Modifiers:
    """Finds modifiers of the known set; a bare number counts only where the words are about modifiers."""

    def __init__(self, known: Sequence[str]) -> None:
        both = "|".join(sorted(map(re.escape, known), key=len, reverse=True)) or "(?!)"
        self._labelled = re.compile(
            rf"m(?<!\w.)(?:odifiers?|odif(?:ier|er)s?|ods?)\b[\s.:#(\"'-]*(?P<list>(?:-?(?:{both})(?!\w|[.,]\d){_UNIT_AFTER}[\s,/&\"')]*(?:(?:or|and|vs\.?|versus|with|plus)\b\s*)?)+)",
            re.I,
        )
        self._known = frozenset(known)
        further = [len(m) - 1 for m in known] or [0]  # characters behind the first
        # Only capitals count. The first character before what stands before it: a scan is faster so.
        self._bare = re.compile(
            rf"[A-Z\d](?<![\w$.,/#:].)[A-Z\d]{{{min(further)},{max(further)}}}(?!\w|[.,/]\d|-\d)"
        )
        self._each = re.compile(rf"(?<!\w)({both})(?!\w)", re.I)
        self._talk = re.compile(
            r"\b(?:modifiers?|modif|modifer|mods?|append|attach|unbundle|bypass|add|use|using"
            r"|indicator|ncci|on the e/?m|distinct)\b",
            re.I,
        )

    def find(self, text: str, aside: Sequence[SetAside], codes: Sequence[Mention]) -> list[Mention]:
        """The modifiers named in `text`, outside of codes and set-aside numbers, in order."""
        taken = [(s.start, s.end) for s in aside] + [(c.start, c.end) for c in codes]
        out: dict[int, Mention] = {}
        for m in self._labelled.finditer(text):
            for one in self._each.finditer(text, m.start("list"), m.end("list")):
                self._keep(out, taken, one.group(1), one.start(1), one.end(1))
        for m in self._bare.finditer(text):
            value, start = m.group(), m.start()
            if value not in self._known or _COUNTED.match(text, m.end()):
                continue
            named = _DASHED.search(text[max(0, start - 4) : start])
            weighed = any(_WEIGHED.fullmatch(text[o.end : start]) for o in out.values())
            weighed = weighed or bool(out and _FURTHER.search(text[max(0, start - 8) : start]))
            plain = not value.isdigit() and value not in _WORDS_TOO
            if named and (weighed or plain or self._talked(text, start)):
                self._keep(out, taken, value, start, m.end())
        return [out[k] for k in sorted(out)]

    def _talked(self, text: str, at: int) -> bool:
        """Do the words near a bare number speak of modifiers or codes?"""
        near = text[max(0, at - 60) : at + 60]
        return bool(self._talk.search(near)) or bool(
            _ASKED.search(text[max(0, at - 20) : at])
            or _RIVAL.match(text, at)
            or _OFFERED.match(text, at)
            or re.match(
                r"\d\d(?:\s*(?:,|or|/|,\s*or)\s*(?:with\s+)?\d\d){1,3}\s*\?|\d\d\s*(?:or|and|vs\.?|versus)\s+(?:X[EPSU]|[LR]T|TC)\b|\d\d\s*(?:or|vs\.?|versus|(?:(?:allowed|ok|okay|valid|appropriate|payable)\s+)?(?:on|with))"
                r"\s*(?:-?\d\d\b|\w*\s*\d{5})|\d\d\s+be\s+(?:used|appended|added|allowed|reported|billed|put)\b",
                text[at : at + 40],
            )
        )

    def _keep(
        self, out: dict[int, Mention], taken: list[tuple[int, int]], value: str, start: int, end: int
    ) -> None:
        if all(end <= a or start >= b for a, b in taken):
            out[start] = Mention(kind="modifier", value=value.upper(), text=value, start=start, end=end)
