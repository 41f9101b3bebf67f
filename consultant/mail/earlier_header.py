"""The header of an earlier mail, as mail programs write it above that mail: "From: … Sent: … Subject: …"."""

import re
from collections.abc import Sequence

_LONGEST = 300
_BLOCK = 12

_NAMES = {
    "from": "from von de da van fra från od от від odesílatel odosielateľ feladó expéditeur lähettäjä kimden "
    "από 发件人 寄件者 差出人 보낸사람 발신 מאת من",
    "date": "date sent datum gesendet envoyé enviado inviato data verzonden sendt skickat dato wysłano "
    "odesláno odoslané отправлено дата надіслано 发送时间 寄件日期 送信日時 보낸날짜 날짜 fecha lähetetty "
    "gönderildi elküldve trimis ημερομηνία נשלח",
    "to": "to an à a para aan til till do кому 收件人 宛先 받는사람 수신 vastaanottaja kime pour komu "
    "címzett către προς אל إلى",
    "subject": "subject betreff objet asunto assunto oggetto onderwerp emne ämne temat тема 主题 主旨 件名 "
    "제목 aihe předmět predmet konu tárgy subiect θέμα נושא الموضوع",
    "cc": "cc kopie copie kopia копия копія 抄送 참조",
}
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()} | {"enviadoel": "date"}
_FIELD = re.compile(
    r"^[>\s]*\*?(?P<name>[^\W\d_]{1,13}(?: (?:el|사람|날짜))?)\s{0,2}\*?\s?[:：]\*?(?P<value>.*)"
)
_INSIDE = re.compile(r"\s(Date|Sent|To|Subject|Objet|À):?\s", re.I)
_ADDRESS = re.compile(r"(?<=[^\s<>@\"])@[\w.-]{2}")


def header_block(lines: Sequence[str], at: int, least: int = 3) -> bool:
    """Do the fields of an earlier mail stand here?

    Without any address, they have to tell of `least` things, the first of them who wrote, and nobody's name
    has a digit in it: "From: L1, To: L5, Date: …" is an operation.
    """
    first = _field(lines[at])
    if first is None or (at and (_field(lines[at - 1]) or ("", ""))[0] == first[0]):
        return False  # one field again and again is no header; and no line is looked at too often
    found = list(_block(lines, at))
    kinds = {kind for kind, _ in found if kind}
    kinds.update(_KINDS[name.lower()] for _, line in found for name in _INSIDE.findall(line))
    if any(_ADDRESS.search(line) for _, line in found):
        return ("from" in kinds and len(kinds) >= 2) or {"date", "to"} <= kinds
    author = next((line for kind, line in found if kind == "from"), "1")
    return len(kinds) >= least and not any(c.isdigit() for c in author)


def header_end(lines: Sequence[str], at: int) -> int:
    """The number of the first line below the header that begins at `at`."""
    seen: set[str] = set()
    end = at
    while end < len(lines):
        below = end + (end > at and not lines[end].strip())  # some programs set the fields apart
        kind, _ = (_field(lines[below]) if below < len(lines) else None) or ("", "")
        if not kind or kind in seen:
            break
        seen.add(kind)
        end = below + 1
    return end


def written_by(line: str) -> str:
    """Who wrote, as a field of the header says; "" where it is another field."""
    kind, value = _field(line) or ("", "")
    return value if kind == "from" else ""


def _block(lines: Sequence[str], at: int) -> list[tuple[str | None, str]]:
    """(kind of field or None, value) of the lines from here on that may be of one header."""
    found: list[tuple[str | None, str]] = []
    for number in range(at, min(at + _BLOCK, len(lines))):
        line = lines[number][:_LONGEST]
        if line.strip():
            found.append(_field(line) or (None, line))
            if sum(1 for kind, _ in found if kind is None) > 2:
                break
        elif not lines[number - 1].strip() or not any(map(_field, lines[number + 1 : number + 2])):
            break  # a single empty line after each field is some programs' way
    return found


def _field(line: str) -> tuple[str, str] | None:
    """(kind, value) of a line that is such a field."""
    match = _FIELD.match(line[:_LONGEST])
    kind = _KINDS.get(match["name"].lower().replace(" ", "")) if match else None
    return (kind, match["value"]) if match and kind else None
