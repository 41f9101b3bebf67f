"""Dictation whose marks were written down as words: "prone period new paragraph findings comma ..."."""

import re

from consultant.inquiry.numbers import ONES, TENS, number

_PARAGRAPH = re.compile(r"\s*\bnew (?:paragraph|line)\b\s*", re.I)
_MARKS = {"period": ".", "full stop": ".", "comma": ",", "semicolon": ";", "question mark": "?"}
_MARK = re.compile(rf"\s+(?P<mark>{'|'.join(_MARKS)})\b(?!['\u2019-])", re.I)
_YEAR = re.compile(
    rf"\b(?P<century>nineteen|twenty) (?:(?P<teen>{'|'.join(ONES[10:])})"
    rf"|(?P<ten>{'|'.join(TENS)})(?: (?P<one>{'|'.join(ONES[1:10])}))?)\b",
    re.I,
)
_END = re.compile(r"\s(?:period|full stop)\b", re.I)
_LEAST = 4  # ends of sentences, before "period" is taken for a mark and not for a time


def marked(text: str) -> str:
    """`text` with the marks that are spoken, where they are so all through it and hardly any is written."""
    ends = len(_END.findall(text)) if "period" in text.lower() or "full stop" in text.lower() else 0
    if ends < _LEAST or ends < len(re.findall(r"\.(?:\s|\Z)", text)):
        return text
    text = _YEAR.sub(_year, _PARAGRAPH.sub("\n\n", text))
    return _MARK.sub(lambda m: _MARKS[m["mark"].lower()], text)


def _year(m: re.Match[str]) -> str:
    """ "Twenty twenty four" in digits; an age is no year ("twenty two year old")."""
    said = m["teen"] or f"{m['ten']}{m['one'] or ''}"  # "twentyfour"
    tail = number(said.lower())
    return f"{20 if m['century'].lower() == 'twenty' else 19}{tail}"
