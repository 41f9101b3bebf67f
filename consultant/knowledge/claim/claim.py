"""A claim as a person types it: "62305 72132 62284-59 x1, dx M48.061"."""

import re

from consultant.frozen import Frozen

_PROCEDURE = re.compile(r"\d{5}|\d{4}[A-Z]|[A-V]\d{4}")
_DIAGNOSIS = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?|[A-Z][0-9A-Z]{2}[0-9A-Z]{1,4}")
_DIAGNOSES = re.compile(r"(?<!\w)(?:dx|diagnos[ie]s|icd(?:-?10)?(?:-?cm)?)\b\s*:?", re.I)
_UNITS = re.compile(
    r"(?<!\w)[x×*]\s*(\d{1,4})(?!\w)|(?<![\w-])(\d{1,4})\s*units?(?!\w)|(?<!\w)units?[:= ]\s*(\d{1,4})(?!\w)",
    re.I,
)
_GLUED = re.compile(r"(?<=\w)[x×*](\d{1,4})(?=[,;)]*$)", re.I)
_IGNORED = frozenset(
    ("and", "with", "plus", "+", "&", "unit", "units", "cpt", "hcpcs", "code", "codes", "modifier")
)
_MOST = 100


class Line(Frozen):
    """One service line."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1

    def __str__(self) -> str:
        return "-".join((self.code, *self.modifiers))


class Claim(Frozen):
    """Service lines and diagnoses; `unread` are words that are neither."""

    lines: tuple[Line, ...] = ()
    diagnoses: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def units(self, code: str) -> int:
        """All units of a code on the day; a professional and a technical part make one."""
        parts = {"": 0, "26": 0, "TC": 0}
        for line in self.lines:
            if line.code == code:
                parts[next((p for p in ("26", "TC") if p in line.modifiers), "")] += line.units
        return parts[""] + max(parts["26"], parts["TC"])


def parse(text: str) -> Claim:
    """Read a claim. Codes before "dx" are services, after it diagnoses; a dotted code is always a
    diagnosis."""
    parts = _DIAGNOSES.split(text, maxsplit=1)
    lines: list[Line] = []
    diagnoses: list[str] = []
    unread: list[str] = []
    for word in _words(parts[0]):
        _take(word, lines, diagnoses, unread)
    for word in _words(" ".join(parts[1:])):
        code = word.upper().rstrip(".-")
        if _DIAGNOSIS.fullmatch(code):
            diagnoses.append(code)
        elif word.lower() not in _IGNORED:
            unread.append(word)
    return Claim(lines=tuple(lines[:_MOST]), diagnoses=tuple(diagnoses[:_MOST]), unread=tuple(unread))


def _words(text: str) -> list[str]:
    """Words, with "x 2" and "2 units" kept together as "x2"."""
    text = _UNITS.sub(lambda m: f" =x{m[1] or m[2] or m[3]} ", _apart(text))
    return re.findall(r"[^\s,;()]+", text)


def _apart(text: str) -> str:
    """ "62284x2" as "62284 x2"."""
    return " ".join(_GLUED.sub(r" x\1", word) for word in text.split())


def _take(word: str, lines: list[Line], diagnoses: list[str], unread: list[str]) -> None:
    upper = word.upper()
    code, *modifiers = re.split(r"[-–/.]", upper) if "." not in upper[:4] else [upper]
    if _PROCEDURE.fullmatch(code) and all(re.fullmatch(r"[0-9A-Z]{2}", m) for m in modifiers):
        lines.append(Line(code=code, modifiers=tuple(modifiers)))
    elif (m := re.fullmatch(r"=X(\d{1,4})", upper)) and lines:
        lines[-1] = lines[-1].model_copy(update={"units": int(m[1])})
    elif (
        re.fullmatch(r"[-–]?(\d{2}|[A-Z][0-9A-Z])", upper)
        and lines
        and upper.strip("-–") not in _NOT_MODIFIERS
    ):
        last = lines[-1]
        lines[-1] = last.model_copy(update={"modifiers": (*last.modifiers, upper.strip("-–"))})
    elif "." in upper and _DIAGNOSIS.fullmatch(upper.rstrip(".-")):
        diagnoses.append(upper.rstrip(".-"))
    elif word.lower() not in _IGNORED:
        unread.append(word)


_NOT_MODIFIERS = frozenset(("OR", "ON", "TO", "IN", "OF", "BY", "AT", "DX"))
