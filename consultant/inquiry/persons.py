"""Cases told by the person or the bed: "Bed 4: a tap. Bed 9: ...", "Mrs. K had ... Mr. L had ..."."""

import re

from consultant.inquiry.items import each_tells
from consultant.inquiry.reading import Reading

_PERSON = re.compile(
    r"(?:[-*\u2022\u2013]\s*)?(?:(?:and|then)\s+)?"
    r"(?P<who>(?:bed|room|rm|bay)\s*#?\s*\d{1,3}|(?-i:M(?:rs?|s)\.?\s+[A-Z][\w'-]*)|(?:patient|pt)\b\.?\s+#?(?:\d{1,2}|[A-Z])\b)",
    re.I,
)
_TOLD = frozenset("term weak_term item axis level region".split())


def persons(reading: Reading) -> list[int]:
    """The sentences that begin with another person or bed each, where at least two do and each tells a
    service; none otherwise."""
    marks: list[int] = []
    named: list[str] = []
    for i, s in enumerate(reading.sentences):
        if i == 0 and not each_tells(reading, (0, 1), _TOLD):
            continue  # a subject that only names somebody
        if (m := _PERSON.match(reading.text, s.start)) and (who := m["who"].lower()) != (named or [""])[-1]:
            marks.append(i)
            named.append(who)
    if len(marks) < 2 or len(set(named)) < len(named):
        return []
    return marks if each_tells(reading, [*marks, marks[-1] + 1], _TOLD) else []
