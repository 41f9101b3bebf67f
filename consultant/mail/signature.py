"""Where a signature begins at the end of what was written: after a closing, at a name, at contact lines."""

import re
from collections.abc import Sequence

_MOBILE = re.compile(
    r"^\W{0,3}(?:sent\s+(?:from|via|with|by|using)\s|get\s+outlook\s+for|via\s+mobile|von\s+meinem\s.{1,40}gesendet|"
    r"gesendet\s+(?:von|mit)|envoyé\s+(?:de|depuis|à\s+partir)|enviado\s+(?:desde|do|a\s+partir)|inviato\s+da|"
    r"verzonden\s+(?:van|vanaf|met)|skickat\s+från|sendt\s+fra|wysłane?\s+z|отправлено\s+(?:с|из)|"
    r"download\s+.{1,30}\s+app|diese\s+nachricht\s+wurde\s+von\s+meinem)",
    re.I,
)
_CLOSING = re.compile(
    r"^\W{0,3}(?:(?:many|kind|kindest|best|warm|warmest|with|my|again|ok|okay|and)\W+){0,3}"
    r"(?:thanks|thank\s+you|thx|regards|best|wishes|cheers|sincerely|respectfully|cordially|yours|greetings|"
    r"mit\s+freundlichen\s+grüßen|(?:viele|liebe|beste|freundliche)\s+grüße|mfg|cordialement|merci|bien\s+à\s+vous|"
    r"saludos|atentamente|gracias|saluti|grazie|obrigad[oa]|atenciosamente|met\s+vriendelijke\s+groet(?:en)?|groeten?|"
    r"hälsningar|hilsen|med\s+venlig\s+hilsen|pozdrawiam|с\s+уважением)"
    r"(?:\W+(?:so|very|much|again|and|a|lot|you|all|everyone|in|advance|for|your|help|time|regards|truly|sincerely|"
    r"kind|best|kindly|team|wishes)){0,6}\W*$",
    re.I,
)
_NOTICE = re.compile(r"\b(?:confidential|privileged|vertraulich|confidentiel)", re.I)
_NOTICED = re.compile(
    r"\b(?:e-?mail|message|communication|transmission|recipient|intended|nachricht|empfänger|attachments?)\b",
    re.I,
)
_CONTACT = re.compile(
    r"[^\s@]+@[\w-]+\.\w|https?://|\bwww\.|(?:\+?\d[\d().\s-]{7,}\d)|^\W*(?:phone|tel|fax|mobile|cell|office|direct|skype|"
    r"t|f|p|m|o|c|d)\W*[.:]",
    re.I,
)
_POSTSCRIPT = re.compile(r"^\W*p\.?\s?s\b", re.I)
_LONGEST_LINE = 80
_MOST_LINES = 14
_MOST_WORDS = 11


def signature_start(lines: Sequence[str], name: str) -> int | None:
    """The line with which the signature begins, or None. `name` is the sender's, as From has it.

    Never so that nothing is left, but for a line of the program's own ("Sent from my iPhone").
    """
    end = _before_notice(lines)
    found = [end] if end < len(lines) else []
    mobile = _mobile(lines[:end])
    if mobile is not None:
        end = mobile
        found.append(mobile)
    for start in (_after_closing(lines[:end]), _at_name(lines[:end], name), _contacts(lines[:end])):
        if start is not None and any(line.strip() for line in lines[:start]):
            found.append(start)
            break
    return min(found, default=None)


def _filled(lines: Sequence[str], most: int = 60) -> list[int]:
    """The last lines that are not empty, from the bottom up."""
    out: list[int] = []
    for number in range(len(lines) - 1, -1, -1):
        if lines[number].strip():
            out.append(number)
            if len(out) == most:
                break
    return out


def _before_notice(lines: Sequence[str]) -> int:
    """Where the notice of confidentiality at the end begins; the end if there is none."""
    filled = _filled(lines)
    for number in reversed(filled):
        begins = number > 0 and not lines[number - 1].strip()
        words = lines[number][:1_000]
        if begins and _NOTICE.search(words) and _NOTICED.search(words) and "?" not in "".join(lines[number:]):
            return number
    return len(lines)


def _mobile(lines: Sequence[str]) -> int | None:
    for number in _filled(lines, 4):
        if _MOBILE.match(lines[number][:200]):
            return number
    return None


def _after_closing(lines: Sequence[str]) -> int | None:
    for number in _filled(lines, _MOST_LINES + 1):
        line = lines[number].strip()
        if len(line) <= _LONGEST_LINE and _CLOSING.match(line):
            below = lines[number + 1 :]
            return number + 1 if any(map(str.strip, below)) and _is_card(below) else None
    return None


def _at_name(lines: Sequence[str], name: str) -> int | None:
    wanted = set(re.findall(r"\w{2,}", name.lower()))
    if not wanted:
        return None
    for number in _filled(lines, _MOST_LINES):
        said = re.findall(r"\w{2,}", lines[number][:_LONGEST_LINE].lower())
        begins = number == 0 or not lines[number - 1].strip()
        if begins and said and len(said) <= 6 and wanted <= set(said) and _is_card(lines[number:]):
            return number
    return None


def _contacts(lines: Sequence[str]) -> int | None:
    """The last paragraph, if half of its lines say where somebody is to be reached."""
    filled = _filled(lines)
    if not filled:
        return None
    start = filled[0]
    while start > 0 and lines[start - 1].strip():
        start -= 1
    block = lines[start : filled[0] + 1]
    reached = sum(1 for line in block if _CONTACT.search(line[:_LONGEST_LINE]))
    return start if len(block) >= 2 and reached * 2 >= len(block) and _is_card(block) else None


def _is_card(lines: Sequence[str]) -> bool:
    """Short lines, no question, no sentence, nothing added after it: a visiting card."""
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) > _MOST_LINES or any(len(line) > _LONGEST_LINE or "?" in line for line in filled):
        return False
    return not any(len(line.split()) > _MOST_WORDS or _POSTSCRIPT.match(line) for line in filled)
