"""Code numbers that the sender names as codes: CPT, HCPCS Level II, ICD-10-CM, with modifiers.

Shapes only; whether a code exists is the edition's to say. Source of the shapes: the code sets'
own published formats (five digits; four digits and F, T, U, M or A; a letter and four digits;
a letter, two characters and up to four more after a dot).
"""

import re
from collections.abc import Iterator, Sequence

from consultant.inquiry.digits import holding, runs
from consultant.inquiry.lookalikes import ADDRESS, look_alikes
from consultant.inquiry.mention import CodeMention, SetAside
from consultant.inquiry.ranges import expand, shape, slashed

_SHAPE = re.compile(r"\d{5}|[A-V]\d{4}")
_SHAPED = (4, 5)  # digits of a code
_CPT = r"\d{5}|\d{4}[FTUMA]|[A-V]\s?\d{4}"
_CODE = re.compile(
    rf"(?P<code>{_CPT})(?P<glued>TC|LT|RT|AS)?(?![\d]|(?![xX]\d\d?\b|'?s\b)[A-Za-z](?![A-Za-z])|\.\d|,\d{{3}})",
    re.I,
)
_LEAD = re.compile(r"(?:(?<![\w.$€£@+-])(?:(?:cpts?|hcpcs|codes?)\s*[:#.-]?\s*#?\s*|#)?|(?<=\d\d\+))\Z", re.I)
_YEAR = re.compile(r"[A-Va-v]\s(?:19|20)\d\d")
_LONGEST_LEAD = 24
_ICD = re.compile(
    r"\d(?<=[A-TV-Za-tv-z].)(?<![\w.]..)[0-9ABab]"
    r"(?:(?:\.[0-9A-Za-z]{1,4}|[0-9A-Za-z]{3,4})(?!\w|\.\w)|(?P<family>\.[0-9A-Za-z]{0,3}-(?!\w)))"
)
_RANGE = re.compile(
    r"[^\S\n]*(?P<sep>-|–|—|\bto\b|\bthru\b|\bthrough\b|\bup to\b)"
    r"[^\S\n]*(?P<to>[A-V]?\d{1,5}[FT]?)(?!\w|[.,]\d)",
    re.I,
)
_NEAR = re.compile(  # "623xx", "6230[2-5]"; "6230S", "62 304", "6O304"; what stands behind the O of "O2304"
    r"\d(?:(?<!\w.)(?:\d{2,3}(?:[xX]{1,2}\b|\[[\d-]+\])|(?:\d{3}[SOlI]|\d \d{3}|[lOI]\d{3})(?!\w))"
    r"|(?<=[Oo].)(?<!\w..)\d{3}(?!\w))"
)
_NEAR_BEFORE = 3  # "62 " before "304"
_UNITS = re.compile(
    r"\s*(?:[x×*]\s?(?P<a>\d{1,2})(?!\d)|(?P<b>\d{1,2})\s?[x×](?!\w)|\(\s?x?(?P<c>\d)\s?units?\))", re.I
)
_GOES_ON = re.compile(r"\s+[a-z]")
_WORDS_AFTER_A_NUMBER = re.compile(
    r"\s*(?:-\s*)?(?:min|minute|hour|hr|y/?o\b|year|yr|day|unit|level|mg|ml|cc|gauge|pt\b|pts\b|patient|view|region|time|mile|%)",
    re.I,
)


class Codes:
    """Finds code numbers. `modifiers` are the two-character modifiers the knowledge knows."""

    def __init__(self, modifiers: Sequence[str]) -> None:
        both = "|".join(sorted((re.escape(m) for m in modifiers), key=len, reverse=True)) or "(?!)"
        letters = "|".join(re.escape(m) for m in modifiers if not m.isdigit()) or "(?!)"
        self._modifier = re.compile(
            rf"(?:\s?[-–/,.]\s?|\s*(?:with\s+)?(?:modifiers?|mods?)\.?\s*[-#:]?\s*)(?P<a>{both})(?![\w]|\.\d)"
            rf"|\s(?P<b>{both})(?!\w|[.,/]\d|-\d)|\s?(?P<c>{letters})(?!\w)",
            re.I,
        )

    def find(self, text: str) -> tuple[list[CodeMention], list[SetAside]]:
        """(codes named in order of the text, ranges expanded; numbers and addresses set aside, and why)."""
        aside = look_alikes(text)
        taken = bytearray(len(text) + 1)
        for s in aside:
            _take(taken, s.start, s.end)
        codes: list[CodeMention] = []
        for m in _ICD.finditer(text):
            start = m.start() - 1
            end = m.end() - (m["family"] is not None)
            if _free(taken, start, end) and not _is_level_two(text[start:end]):
                _take(taken, start, m.end())
                codes.append(_icd(text, start, end, m.end()))
        for m in _shaped(text):
            if _free(taken, m.start(), m.end()):
                found = list(self._read(text, m))
                _take(taken, m.start(), max(c.end for c in found))
                codes += found
        left = [s for s in aside if s.why == ADDRESS or holds_code(s)]
        return sorted(codes, key=lambda c: (c.start, c.value)), left

    def near(self, text: str) -> list[str]:
        """Numbers that look like a mistyped or shortened code ("6230S", "62 304", "6230x")."""
        found = [m.span() for m in holding(text, _NEAR, _NEAR_BEFORE)]
        return [text[a - 1 if text[a - 1 : a] in ("O", "o") else a : b] for a, b in found]

    def _read(self, text: str, m: re.Match[str]) -> Iterator[CodeMention]:
        first = m["code"].upper().replace(" ", "")
        end = m.end()
        if (
            (r := _RANGE.match(text, m.end("code")))
            and not m["glued"]
            and (last := self._range_end(first, r["sep"], r["to"]))
        ):
            for code in expand(first, last):
                yield _mention(code, text, m.start("code"), r.end(), in_range=True)
            return
        if not m["glued"] and (told := slashed(first, text, m.end("code"))):
            for code in told[0]:
                yield _mention(code, text, m.start("code"), told[1], in_range=True)
            return
        modifiers = [m["glued"].upper()] if m["glued"] else []
        end = self._modifiers(text, end, modifiers)
        units = _UNITS.match(text, end)
        count = int(next(g for g in units.groups() if g)) if units else None
        yield _mention(first, text, m.start("code"), units.end() if units else end, tuple(modifiers), count)

    def _modifiers(self, text: str, end: int, out: list[str]) -> int:
        """Read the modifiers that follow a code at `end` into `out`; where they end."""
        while len(out) < 4 and (m := self._modifier.match(text, end)):
            value = (m["a"] or m["b"] or m["c"]).upper()
            if value.isdigit() and _WORDS_AFTER_A_NUMBER.match(text, m.end()):
                break
            if not value.isdigit() and not (m["a"] or m["b"] or m["c"]).isupper() and self._is_word(text, m):
                break
            out.append(value)
            end = m.end()
        return end

    @staticmethod
    def _is_word(text: str, m: re.Match[str]) -> bool:
        """ "22511, as there were two" and "20610 pt had" go on with a word, "20610-rt" with a modifier."""
        return bool(m["b"]) or (text[m.start() : m.end()][0] in ",." and bool(_GOES_ON.match(text, m.end())))

    def _range_end(self, first: str, sep: str, to: str) -> str | None:
        """The full last code of a range that ends in `to`, or None if `to` does not end one."""
        to = to.upper()
        if not to[0].isalpha() and first[0].isalpha() and len(to) == 4:
            to = first[0] + to
        if to[0].isalpha() and len(to) < 5:
            return None  # "64479 to T12" ends at a level
        last = to if len(to) == 5 else first[: 5 - len(to)] + to
        if len(to) == 2 and not sep.isalpha() and self._modifier.fullmatch("-" + to):
            return None
        return last if first < last and shape(first) == shape(last) else None


def _shaped(text: str) -> Iterator[re.Match[str]]:
    """Everything of the shape of a CPT or HCPCS code, wherever four or five digits stand."""
    for at, stop in runs(text):
        if stop - at not in _SHAPED:
            continue
        for start in range(max(at - 2, 0), at + 1):
            m = _CODE.match(text, start)
            if m and _YEAR.fullmatch(m["code"]):
                continue  # "a 2009 fusion"
            if m and m.end() >= stop and _LEAD.search(text[max(0, start - _LONGEST_LEAD) : start]):
                yield m
                break


def _is_level_two(code: str) -> bool:
    """M4806 is the shape of a HCPCS code; with its dot it is a diagnosis."""
    return bool(re.fullmatch(r"[A-V]\d{4}", code, re.I))


def _icd(text: str, start: int, stop: int, end: int) -> CodeMention:
    code = text[start:stop].upper().rstrip(".")
    if "." not in code and len(code) > 3:
        code = f"{code[:3]}.{code[3:]}"
    return CodeMention(kind="icd", value=code, text=text[start:end], start=start, end=end)


def _mention(
    code: str,
    text: str,
    start: int,
    end: int,
    modifiers: tuple[str, ...] = (),
    units: int | None = None,
    in_range: bool = False,
) -> CodeMention:
    return CodeMention(
        value=code,
        text=text[start:end],
        start=start,
        end=end,
        modifiers=modifiers,
        units=units,
        in_range=in_range,
    )


def _take(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\x01" * (end - start)


def _free(taken: bytearray, start: int, end: int) -> bool:
    return taken.find(1, start, end) < 0


def holds_code(aside: SetAside) -> bool:
    """Is it worth telling: does it hold a five-character code shape?"""
    return bool(_SHAPE.search(aside.text.replace(",", "")))
