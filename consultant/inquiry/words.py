"""Text to tokens and sentences. Offsets always point into the text as the sender wrote it."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

# Words, numbers and single marks. Letters and digits part company ("3levels", "45min").
TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*|&|[^\s\w]|_")
# The mark first, whatever must stand behind it second: a scan is faster so.
_END = re.compile(r"[.?!;\n](?:(?<=\n)|(?<=;)(?=\s|$)|(?<=[.?!])[.?!]*(?=[\s\"')\]]|$))")
# "What code, and what would it be if she had used the ultrasound?" asks twice
_TWICE = re.compile(r"(?:,| -|;) (?=and (?:what|how)\b[^.?!;\n]{0,40}?\bif\b[^.?!;\n]*\?$)", re.I)
_SHORT = (
    "dr drs mr mrs ms st pt pts est estab vs no nos approx dept inc e.g i.e fig ext tel w resp prof jr sr"
).split()
_TAILS = frozenset(word[-2:] for word in _SHORT)
_NO_STOP = re.compile(  # "Dr. Lee", "approx. 3", and the number of an item
    rf"(?:\b(?i:{'|'.join(map(re.escape, _SHORT))})|(?:^|\n)\s*\(?(?:\d{{1,2}}|[a-hA-H]))\.\Z"
)
_ANSWER = re.compile(
    r"\s+[\"\u201c']?(?![A-Z]{0,3}\d)[A-Za-z]"
)  # behind "no." that denies, and shortens no "number"
_AUXILIARIES = "was were is are did does do has have had could would should need must".split()
_CONTRACTED = {f"{a}nt": (a, "not") for a in _AUXILIARIES} | {
    "cant": ("can", "not"),
    "cannot": ("can", "not"),
    "wont": ("will", "not"),
}
_LONGEST = 1500
_ITEM = re.compile(
    r"\s*(?:(?:[-*•–]|\(?\d{1,2}[.):]|\(?[a-hA-H][.)])\s"
    r"|(?:[01]\d|2[0-3]):?[0-5]\d\s\s"
    r"|(?:case|patient|pt|study|claim|report|exam)\s*#?\s*(?:\d{1,2}|[A-Ha-h])\s*[:.)-])",
    re.I,
)
_HEADING = re.compile(
    r"\s*(?:(?:[A-Z][A-Za-z /&]{1,40}|[a-z]{4,14}(?: [a-z]{2,14}){0,2})(?: ?\([^()\n]{1,40}\))?:(?!\S)"
    r"|[A-Za-z]{2,14}(?: [a-z]{2,14}){0,2} ?= )"
)
_MINUTES = re.compile(r"\d\s?(?:min|mins|minutes|hrs?|hours?)\.?\Z", re.I)
_SPACED = re.compile(r"\s*[A-Z][A-Za-z/&-]+(?: [A-Za-z/&-]+){0,3}(?:[ \t]{2,}|\t)\S")  # "Surgeon   Dr. Lee"

_SHORT_LINE = 46  # characters: a longer one may have been wrapped
_UNWRAPPED = 110  # characters: where a line of a paragraph has so many, none was wrapped
_ROOM = 16  # characters that a wrapped line does not leave
_CONNECTING = frozenset(
    "and or but nor with without of to for in on at by from as than then that which who plus & + the a an is "
    "was are were not no had has have do does did be been after before because since if".split()
)
_GOES_ON = re.compile(
    rf"(?:[,&+/(-]|\b(?:{'|'.join(sorted(w for w in _CONNECTING if w.isalpha()))}))\s*\Z", re.I
)

_stem: Callable[[str], str] = lru_cache(maxsize=65536)(Stemmer.Stemmer("english").stemWord)


class Sentence(NamedTuple):
    """A half-open span of the text; `asks` when it ends in a question mark."""

    start: int
    end: int
    asks: bool


_ISE = re.compile(r"is(e|ed|es|ing|ation|ations|er)$")
_BRITISH = (("oesoph", "esoph"), ("haem", "hem"), ("anaes", "anes"), ("oedem", "edem"), ("paed", "ped"))


def stem(word: str) -> str:
    """The Snowball (Porter2) stem of a lower-case word, British spelling as American."""
    for british, american in _BRITISH:
        if word.startswith(british):
            word = american + word[len(british) :]
    if len(word) >= 8:
        word = _ISE.sub(r"iz\1", word)
    found = _stem(word)
    return found[:-3] + "or" if len(found) >= 5 and found.endswith("our") else found


def spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, lower-case word) of every token; a hyphen inside a word is dropped, and
    "wasn't" is "was" and "not" in one place."""
    out: list[tuple[int, int, str]] = []
    for m in TOKEN.finditer(text):
        start, end = m.span()
        said = m.group()
        word = said.lower().replace("’", "'") if said != "Mr" else "mister"  # "MR" is an imaging
        if word == "-" and glues(text, start):
            continue
        if word[-1] == "t" and (parts := _CONTRACTED.get(word.replace("'", ""))):
            out += [(start, end, w) for w in parts]
        else:
            out.append((start, end, word))
    return out


def glues(text: str, at: int) -> bool:
    """Does a mark at `at` stand inside a word?"""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before) and bool(after) and not before.isspace() and not after.isspace()


def sentences(text: str) -> list[Sentence]:
    """Split at full stops, question marks and the line breaks that end something."""
    out: list[Sentence] = []
    start = 0
    width = max(map(len, text.split("\n")))
    paragraphs = _paragraphs(text)
    edge, own = next(paragraphs)
    for m in _END.finditer(text):
        while m.start() >= edge:
            edge, own = next(paragraphs, (len(text) + 1, 0))
        if m.start() < start or not _ends(text, m, start, width, own):
            continue
        _keep(out, text, start, m.end())
        start = m.end()
    _keep(out, text, start, len(text))
    return out


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """(end, length of the longest line) of each paragraph in order; at least one."""
    end = 0
    for piece in text.split("\n\n"):
        end += len(piece) + 2
        yield end, max(map(len, piece.split("\n")))


def _ends(text: str, mark: re.Match[str], start: int, width: int, own: int) -> bool:
    at = mark.start()
    if text[at] == "\n":
        return _line_ends(text, start, at, width, own)
    end = mark.end()
    if end - at > 1 or text[at] != ".":
        return True
    tail = text[max(start, at - 2) : at].lower()
    if len(tail) == 2 and tail.isalpha() and tail not in _TAILS:
        return True
    if tail == "no" and _ANSWER.match(text, end):
        return True
    if (
        text[at - 1 : at].isupper()
        and not text[at - 2 : at - 1].isalnum()
        and text[end : end + 2].strip().islower()
    ):
        return False  # "H. pylori"
    return not _NO_STOP.search(text[max(start, at - 8) : end])


def _line_ends(text: str, start: int, at: int, width: int, own: int) -> bool:
    """A line break ends a sentence unless the line was merely wrapped; `width` is the longest line's, `own`
    that of its paragraph."""
    begun = text.rfind("\n", 0, at) + 1
    line = text[max(begun, start) : at].strip()
    short = at - begun < _SHORT_LINE
    next_end = text.find("\n", at + 1)
    following = text[at + 1 : next_end if next_end >= 0 else len(text)]
    begins = following.lstrip()[:1]
    if not line or not begins or (short and not begins.islower()):
        return True
    if short and _broken(line, following, width):
        return True
    if own > _UNWRAPPED and begins.isupper() and _broken(line, following, own):
        return True
    if " | " in line or " | " in following or _MINUTES.search(line):
        return True  # a row of a table
    if "  " in following and _SPACED.match(following):
        return True
    return bool(_ITEM.match(following) or (_labels(following) and _HEADING.match(following)))


def _labels(line: str) -> bool:
    """May the line begin with a label ("neck: ap", "neck = ap")?"""
    return ":" in line or "=" in line


def _broken(line: str, following: str, width: int) -> bool:
    """Was a line ended by hand? What follows in small letters would have fitted, and does not go on."""
    head = following.split(None, 1)[0]
    room = width - len(line) - len(head)
    return room > _ROOM and not _GOES_ON.search(line) and head not in _CONNECTING


def _keep(out: list[Sentence], text: str, start: int, end: int) -> None:
    while end - start > _LONGEST:  # a text without full stops still has bounded sentences
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        out.append(Sentence(start, cut, False))
        start = cut
    if "?" in text[start:end] and (twice := _TWICE.search(text, start, end)):
        first = text.find(text[start : twice.start()].strip(), start)
        out.append(Sentence(first, twice.start(), True))
        start = twice.end()
    if piece := text[start:end].strip():
        first = text.find(piece, start)
        out.append(Sentence(first, first + len(piece), "?" in piece))
