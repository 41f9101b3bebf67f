"""The headings of operative notes and radiology reports, and where they stand in a text."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

# A scan is fast when it begins with few characters: a line break is put before the text.
_LINE = re.compile(
    r"[\n\"\u201c ](?<![^.;:] )[ \t]*+(?:(?<=\n)(?:\(?\d{1,2}[.)]|[-*\u2022])[ \t]+)?"
    r"(?P<head>[A-Za-z][A-Za-z /&.,-]{1,60}+)(?:#?\d{1,2})?[ \t]*+(?:\([^()\n]{1,40}\))?"
    r"(?:,? ?\d{1,2}/\d{1,2}(?:/\d{2,4})?)?(?:[-\u2013] [A-Z][A-Z /&.-]{1,40}+)?"
    r"(?P<end>:|(?=\n))"
)
# Headings without a mark: "Operation   Laminectomy L3", "POSTOP DX SAME".
_SPACED = re.compile(r"\n[ \t]*(?P<head>[A-Za-z][A-Za-z/&-]{2,}(?: [A-Za-z/&-]{2,}){0,3})(?=[ \t]{2,}\S)")
_LONE = re.compile(  # alone on its line, or before a dash: "Indication", "Indication - pain"
    r"\n[ \t]*(?P<head>[A-Za-z][A-Za-z/&-]+(?: [A-Za-z/&-]+){0,3})"
    r"(?:[ \t]*(?=\n[ \t]*\S)| (?P<dash>[-\u2013]) (?=\S))"
)
_LISTS = re.compile(r"[ \t]*\n[ \t]*1[.)] ")
_TITLE = re.compile(
    r"\n(?:[ \t]*\n|(?=[ \t]*#))[ \t]*(?:#\d{1,2}[.) ]?[ \t]*)?(?P<head>[A-Z][A-Z ,/&.-]{5,60})(?=\n)"
)
_STOPPED = re.compile(  # "What we saw. Melanosis.", "b. Access. Through the ..."
    r"\n[ \t]*(?P<item>(?:[a-z]|\d{1,2})[.)] )?(?P<head>[A-Za-z][A-Za-z /&-]{2,40})\.(?= +\S)"
)
_NUMBERED = re.compile(r"\n[ \t]*(?P<head>(?:report|study|exam)[ \t]*#?[ \t]?\d{1,2})\b(?!:)", re.I)
_LOUD = re.compile(r"\n[ \t]*(?P<head>[A-Z][A-Z/&-]{2,}(?: [A-Z/&-]{2,}){0,3}) (?=[A-Z0-9])")


_MARKS = re.compile(r"[/.-]")
_LEVEL = re.compile(r"[ \n][CTLS]\d")
_LATER = re.compile(r"\([^()]*\b(?:not today|planned|not done|deferred|stage two|second stage)\b", re.I)
_SHORTEST = 6  # letters of a heading that may be mended
_MOST_REMEMBERED = 10_000
_LEADING = frozenset(("planned", "comparison", "history"))
_TRAILING = frozenset(
    ("history", "planned", "findings", "impression", "diagnosis", "comparison", "procedure")
)
_CASE = re.compile(r"(?:patient|pt|case|claim|chart|study|exam)\s+#?\d{1,2}\b", re.I)  # begins an item
_SAID = frozenset("the my our your his her their this that a an one i we is for on in of to about".split())
_PAST = frozenset(("history", "comparison"))
_SMALL = frozenset("of and for per by".split())
_UNDONE = "undone"
_NAMING = frozenset(("findings", "impression", "procedure"))  # "FINDINGS CT"
_NOTED = frozenset(("diagnosis", "procedure", "findings", "impression", "history", "comparison"))
_PARTED = frozenset(("findings", "impression"))  # of one study of several
_ALONE = frozenset("operation findings impression indication indications technique comparison".split())


class Headings:
    """Knows the headings, by the kind of what stands under them."""

    def __init__(self, headings: Mapping[str, Sequence[str]]) -> None:
        self._near: dict[str, str] = {}
        self._kind = {phrase: kind for kind, phrases in headings.items() for phrase in phrases}
        self._heads = list(self._kind)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, kind) of every heading in order; the kind is "" for one that is not known."""
        lined = "\n" + text
        return sorted([*self._marked(lined), *self._unmarked(lined)])

    def _marked(self, lined: str) -> Iterator[tuple[int, int, str]]:
        """Where each heading begins and ends in the text without the line break before it, and its kind."""
        upper = lined.isupper()  # then a line in capitals is no heading for that
        longest = 5 if upper else 8
        for m in _LINE.finditer(lined):
            above = m.start("head") == 1 and lined.startswith("\n\n", m.end())  # a subject is no heading
            if not m["end"] and (above or _CASE.match(lined, m.start("head"))):
                continue
            if _LEVEL.match(lined, m.end("head") - 2):
                continue  # "Next T9: the right pedicle" tells of a level
            if m["end"] or _shouts(m["head"]):
                alone = m["end"] and lined[m.end() : m.end() + 2].strip(" \t")[:1] in ("", "\n")
                titled = (
                    bool(alone)
                    or _entitled(m["head"], longest)
                    or (lined[m.start()] == "\n" and _terse(m["head"]))
                )
                at, kind = self._ending(m["head"], titled)
                if _LATER.search(lined, m.end("head"), m.end()):
                    kind = "planned"  # "OPERATION (Friday, not today):"
                if kind or (_begins_line(lined, m) and (m["end"] or not upper)):
                    yield m.start("head") - 1 + at, m.end() - 1, kind

    def _unmarked(self, lined: str) -> Iterator[tuple[int, int, str]]:
        """Headings that only space or their capitals tell from what follows: known ones, these of two words
        or of those that nobody begins a sentence with."""
        for m in _SPACED.finditer(lined) if "  " in lined or "\t" in lined else ():
            if kind := self._kind.get(" ".join(m["head"].lower().split())):
                yield m.start("head") - 1, m.end() - 1, kind
        for m in _LONE.finditer(lined):
            apart = m["dash"] or not lined[: m.start()].rpartition("\n")[2].strip()
            apart = apart or _LISTS.match(lined, m.end("head"))  # "A/P", and "1. ..." below it
            kind = self._kind.get(_plain(m["head"]), "") or self._undone(_plain(m["head"])) if apart else ""
            if kind:
                yield m.start("head") - 1, m.end("head") - 1, kind
        stopped = [(m, self._kind.get(_plain(m["head"]), "")) for m in _STOPPED.finditer(lined)]
        stopped = [(m, kind) for m, kind in stopped if kind or m["item"] or m["head"][0].isupper()]
        for m, kind in stopped if sum(bool(kind) for _, kind in stopped) > 1 else ():
            if kind or m["item"] or len(m["head"].split()) < 4:
                yield m.start("head") - 1, m.end() - 1, kind
        for m in _TITLE.finditer(lined):
            if "," in m["head"] or lined[m.start() : m.start("head")].strip():
                yield m.start("head") - 1, m.end("head") - 1, ""
        for m in _NUMBERED.finditer(lined):
            yield m.start("head") - 1, m.end("head") - 1, "procedure"
        for m in _LOUD.finditer(lined):
            words = m["head"].lower().split()
            for n in range(len(words), 0, -1):
                kind = self._kind.get(" ".join(words[:n]), "")
                if kind in _NOTED and (n > 1 or words[0] in _ALONE):
                    yield m.start("head") - 1, m.start("head") - 1 + len(" ".join(words[:n])), kind
                    break

    def _named(self, head: str, titled: bool) -> str:
        words = _plain(head).rstrip(", ")
        if "," in words:  # "Accessories opened, not used: ..."
            last = self._kind.get(words.rpartition(",")[2].strip(), "")
            first = self._kind.get(words.partition(",")[0].strip(), "")  # "Findings, CT lumbar spine"
            return first if first in _PARTED and last in ("", "within") else last
        found = self._kind.get(words)
        if found is not None:
            return found
        found = self._undone(words) or self._past(words) or self._mended(words)
        return found or (self._composed(words.split()) if titled else "")

    def _undone(self, words: str) -> str:
        """ "Instruments opened not used" and "What was not done" are known by their last words."""
        return _UNDONE if self._kind.get(" ".join(words.split()[-2:])) == _UNDONE else ""

    def _past(self, words: str) -> str:
        """ "Earlier note pasted by the EHR" and "Prior imaging, outside" are known by their first words."""
        kind = self._kind.get(" ".join(words.split()[:2]), "")
        return kind if kind in _PAST else ""

    def _composed(self, words: Sequence[str]) -> str:
        """The kind of a heading of several words ("INTERVAL HISTORY"): what is planned or past is so by
        its first word, any other by its last."""
        if not words:
            return ""
        first, last = self._kind.get(words[0], ""), self._kind.get(words[-1], "")
        naming = _NAMING if len(words) == 2 else frozenset[str]()
        return next((k for k, of in ((first, _LEADING), (last, _TRAILING), (first, naming)) if k in of), "")

    def _mended(self, words: str) -> str:
        """The kind of a heading with a letter wrong ("HISqORY"); "" when none is near."""
        if len(words) < _SHORTEST:
            return ""
        if words not in self._near:
            near = extractOne(words, self._heads, scorer=OSA.distance, score_cutoff=1, processor=None)
            if len(self._near) >= _MOST_REMEMBERED:
                self._near.clear()
            self._near[words] = self._kind[near[0]] if near else ""
        return self._near[words]

    def _ending(self, head: str, titled: bool) -> tuple[int, str]:
        """Where in `head` a known heading begins, for "Images saved. Past: ...", and its kind."""
        at = head.rfind(". ") + 2
        kind = self._named(head[at:], titled) if at > 1 else ""
        return (at, kind) if kind else (0, self._named(head, titled))


def _plain(head: str) -> str:
    """The words of a heading in lower case, without the marks in them."""
    return " ".join(_MARKS.sub(" ", head).lower().split())


def _entitled(head: str, longest: int) -> bool:
    """Is it written like a title, each word with a capital? In capitals it may be longer."""
    words = [w for w in head.split() if w[0].isalpha() and w not in _SMALL]
    return len(words) < (longest if head.isupper() else 5) and all(w[0].isupper() for w in words)


def _terse(head: str) -> bool:
    """Is it two or three words of a note typed in lower case ("initial plan"), and nothing that one says?"""
    words = head.lower().split()
    return len(words) < 4 and _SAID.isdisjoint(words)


def _shouts(head: str) -> bool:
    """A heading without a colon ends in capitals."""
    last = head.rstrip()[-4:]
    return len(last) == 4 and last.isalpha() and last.isupper()


def _begins_line(text: str, m: re.Match[str]) -> bool:
    """A heading that is not known ends the section before it, when it stands like one: at the
    beginning of a line, in capitals or in a word or two."""
    before = text[max(0, m.start("head") - 8) : m.start("head")].rpartition("\n")
    alone = bool(before[1]) and not before[2].strip(" \t0123456789.)*\u2022-")
    return alone and (m["head"].isupper() or len(m["head"].split()) < 3)
