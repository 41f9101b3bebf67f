"""The lines with which mail programs introduce earlier mail: attributions and separators.

Only plain searches over lines cut to a bounded length: the well-known splitters hang on six kilobytes.
"""

import re
from collections.abc import Sequence

from consultant.frozen import Frozen

_LONGEST = 300
_WINDOW = 6

_WROTE = re.compile(
    r"(?<!\w)(?:wrote|writes|sent|schrieb|schreef|geschreven|[ée]crit|escribi[óo]|scritto|scrisse|escreveu|skrev|"
    r"napisał(?:\(a\))?|napsala?|kirjoitti|писал(?:а|\(а\))?|написал(?:а|\(а\))?|пише[тш]|viết|yazdı|scris|írta|"
    r"έγραψε|rašė)(?!\w)|写道|書きました|のメール|작성|napísal[a]?|napisao|כתב",
    re.I,
)
_MONTH = (
    r"jan|feb|mar|m[äa]r|apr|may|mai|maj|jun|jul|aug|sep|oct|okt|nov|dec|dez|dic|ene|abr|ago|fév|fev|avr|juin|juil|aoû|"
    r"déc|gen|mag|giu|lug|set|ott|styc|lut|kwie|czer|sier|wrze|paź|list|grud|"
    r"янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек"
)
_DAY = (
    r"mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|seg|ter|qua|qui|sex|"
    r"gio|man|tir|ons|tor|fre|lør|søn|mån|lör|sön|пн|вт|ср|чт|пт|сб|вс"
)
_START = re.compile(
    rf"(?:^|[\s>*-])(?P<on>(?:on|le|am|op|el|il|em|den|på|w\s+dniu|dne|dnia|vào|ve|a\s+las)\s+"
    rf"(?:(?:{_DAY})[\w.]*[,\s]|(?:{_MONTH})[\w.]*\s|\d))",
    re.I,
)
_SAID_ON = re.compile(_WROTE.pattern + r"\s*$", re.I)
_DATE = re.compile(
    rf"(?<!\w)(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|"
    rf"\d{{1,2}}[. -]+(?:de\s+)?(?:{_MONTH})\w*\.?[-,]?\s*(?:de\s+)?\d{{2,4}}|"
    rf"(?:{_MONTH})\w*\.?\s+\d{{1,2}},?\s+\d{{4}}|thg|tháng)",
    re.I,
)
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
_ADDRESS = re.compile(
    r"(?<=[^\s<>@\"])@[\w.-]{2}"
)  # the part before the @ is not scanned: that would be quadratic
_DATE_FIRST = re.compile(  # and no item of a list ("1. lumbar")
    rf"\s*(?:\w{{2,12}}\.?,?\s+)?\d{{1,4}}(?:[./-]\s?\d|[.,]?\s*(?:de\s+)?(?:(?:{_MONTH})|[^\W\d_]{{3,14}}\.?\s+\d{{4}})|\s*[年년])",
    re.I,
)
_MARKS = "> \t"
_DASHED = re.compile(r"^\s*+--.*--\s*$")

_ORIGINAL = re.compile(
    r"^[>\s*]*+[-_]{2,}+\s*+(?:original(?:\s+|-)(?:message|appointment|nachricht)|ursprüngliche\s+(?:nachricht|e-?mail)|"
    r"message\s+d['’]origine|message\s+original|mensaje\s+original|mensagem\s+original|messaggio\s+originale|"
    r"oorspronkelijk\s+bericht|ursprungligt?\s+meddelande|oprindelig\s+(?:meddelelse|besked)|opprinnelig\s+melding|"
    r"wiadomość\s+oryginalna|исходное\s+сообщение|alkuperäinen\s+viesti|původní\s+zpráva|reply\s+message|原始邮件)"
    r"\s*[-_]{2,}",
    re.I,
)
_FORWARD = re.compile(
    r"^[>\s*]*+(?:-{2,}+\s*+(?:forwarded\s+(?:message|by\b.{0,150})|weitergeleitete\s+nachricht|message\s+transf[ée]r[ée]|"
    r"mensaje\s+reenviado|mensagem\s+encaminhada|messaggio\s+inoltrato|doorgestuurd\s+bericht|"
    r"vidarebefordrat\s+meddelande|videresendt\s+(?:besked|melding)|przekazana\s+wiadomość|пересылаемое\s+сообщение|"
    r"转发邮件)\s*-{2,}|begin\s+forwarded\s+message\s*:|anfang\s+der\s+weitergeleiteten\s+(?:nachricht|e-?mail)\s*:|"
    r"début\s+du\s+message\s+(?:réexpédié|transféré)\s*:|inizio\s+messaggio\s+inoltrato\s*:|"
    r"inicio\s+del\s+mensaje\s+reenviado\s*:|início\s+da\s+mensagem\s+(?:re)?encaminhada\s*:|"
    r"begin\s+doorgestuurd\s+bericht\s*:)",
    re.I,
)
_RULE = re.compile(r"^[>\s]*+(?:_{5,}|-{5,}|={5,}|\*{5,})\s*$")
_RUNS_ON = re.compile(
    rf"\s*on\s+(?:{_DAY})\w*,?\s[^<>@]{{8,120}}<[^\s<>@]{{1,64}}@[^\s<>]{{1,100}}>\s{{0,3}}wrote:\s*\S", re.I
)
FORWARDED_SUBJECT = re.compile(r"^\s*(?:\[[^\]]{0,40}\]\s*)?(?:fwd?|wg|rv|enc|doorst|vs|vb|i|tr)\s*:", re.I)


def introduces(line: str) -> bool:
    """Does a line that ends in a colon tell of a mail ("On 3 May Ann wrote:"), not of a report below it?"""
    told = any(p.search(line) for p in (_WROTE, _DATE, _TIME, _ADDRESS))
    return told and line.rstrip().endswith(":")


class Attribution(Frozen):
    """ "On …, … wrote:". `own` is what stands before it on its first line; `sure`: all below is earlier mail,
    marked or not."""

    lines: int
    own: str
    sure: bool


def attribution(lines: Sequence[str], at: int) -> Attribution | None:
    """The attribution that begins on this line; it may go on for a few."""
    first = lines[at]
    if len(first) > 2_000:
        return None
    start = _start(first)
    own = first.strip()[: start or 0].rstrip(" \t-*>")
    spans = _WINDOW if start is not None else 1
    text, blanks = "", 0
    for count in range(1, spans + 1):
        if at + count > len(lines) or len(text) > _LONGEST:
            return None
        line = lines[at + count - 1].strip()
        blanks += not line
        if blanks > 1 or (count > 1 and _begins(line, parted=blanks > 0)):
            return None
        text = (
            f"{text} {line[:_LONGEST]}".strip() if count > 1 else (line[start:] if own else line)[-_LONGEST:]
        )
        if (found := _said(text)) is not None:
            return Attribution(lines=count, own=own, sure=found)
    return None


def _begins(line: str, *, parted: bool) -> bool:
    """Does an attribution of its own begin on a later line: with a word like "On", or `parted` from what is
    above it by an empty line in any way?"""
    bare = line.lstrip(_MARKS)
    begun = _START.match(bare)
    return bool(begun and begun.start("on") == 0) or (parted and bool(line) and _start(line) == 0)


def _start(line: str) -> int | None:
    """Where on a line an attribution may begin: a word like "On" before a date, or a date first."""
    if not line.strip():
        return None
    if found := _START.search(line.strip()[-_LONGEST:]):
        if _SAID_ON.search(line.strip()[-_LONGEST:][: found.start("on")]):
            return 0  # "A <a@b.example> schrieb am …"
        return found.start("on") + max(0, len(line.strip()) - _LONGEST)
    return 0 if _DATE_FIRST.match(line) else None


def _said(text: str) -> bool | None:
    """Is this text an attribution, and is it one by itself (True) or only before marked lines (False)?"""
    tail = text.rstrip(" \t*_-")
    ends = tail.endswith((":", "：")) or text.endswith("--")
    closed = tail.endswith(">")
    # Where nothing else ends it, only its last word can be "wrote"; a search of the rest would be in vain.
    wrote = _WROTE.search(tail, 0 if ends else max(0, len(tail) - 25)) if ends or not closed else None
    if not ends and not closed and not (wrote and wrote.end() == len(tail)):
        return None
    address = bool(_ADDRESS.search(text))
    if not wrote and not address:
        return None
    when = bool(_TIME.search(text) or _DATE.search(text))
    dashed = bool(_DASHED.match(text))
    if wrote and (ends or wrote.end() == len(tail)) and (address or when or dashed):
        return address or (dashed and when)
    if address and when and ends and _DATE_FIRST.match(text):
        return True
    return False if address and (ends or _DATE.match(text)) else None


def is_original(line: str) -> bool:
    """ "-----Original Message-----" in many languages, or "On …, A <a@b.example> wrote: …" that runs on."""
    return bool(_ORIGINAL.match(line[:_LONGEST]) or _RUNS_ON.match(line[:_LONGEST]))


def is_forward(line: str) -> bool:
    """ "---------- Forwarded message ----------" and the like."""
    return bool(_FORWARD.match(line[:_LONGEST]))


def is_rule(line: str) -> bool:
    """A line drawn across the page."""
    return bool(_RULE.match(line[:_LONGEST]))
