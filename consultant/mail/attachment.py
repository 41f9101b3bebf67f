"""What is attached, as further text: text, CSV, PDF with a text layer, Word. Nothing is ever run or fetched.

Each reader gets octets of a stranger and may run long or fail in any way; it is called where a worker
process bounds time and memory (`desk/worker.py`), and a failure costs that attachment only.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

from consultant.frozen import Frozen
from consultant.mail.charset import decode
from consultant.mail.limits import Ledger, TooMuch
from consultant.mail.mime import Part
from consultant.mail.pdf import pdf_text

_DOCUMENT = "word/document.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_XML = 5_000_000
_MOST_ROWS = 5_000
_PICTURES = re.compile(r"image/|application/dicom|.*\.(?:png|jpe?g|gif|tiff?|bmp|heic|webp|dcm)$", re.I)


class Attachment(Frozen):
    """One attachment: its text, or in `why_unread` why there is none ("a picture", "a scan", …)."""

    name: str
    kind: str
    text: str = ""
    why_unread: str = ""


def read_attachment(part: Part, ledger: Ledger) -> Attachment:
    """Never raises."""
    name = part.filename or part.kind
    reader = _reader(part)
    if reader is None:
        return Attachment(name=name, kind=part.kind, why_unread=_why_not(part))
    octets = part.octets()
    if len(octets) > ledger.limits.attachment_octets:
        return Attachment(name=name, kind=part.kind, why_unread="too large")
    try:
        text = reader(octets, part, ledger).strip()
    except TooMuch:
        return Attachment(name=name, kind=part.kind, why_unread="too large")
    except Exception:  # noqa: BLE001 - a stranger's file in a library's hands: whatever fails, the mail goes on
        return Attachment(name=name, kind=part.kind, why_unread="damaged or locked")
    if not text:
        return Attachment(name=name, kind=part.kind, why_unread=_why_empty(part))
    return Attachment(name=name, kind=part.kind, text=ledger.fitting(text))


Reader = Callable[[bytes, Part, Ledger], str]


def _reader(part: Part) -> Reader | None:
    """By what it is called where the type says nothing: many programs send everything as octet-stream."""
    ending = part.filename.lower().rpartition(".")[2] if "." in part.filename else ""
    kind = part.kind
    if kind in ("application/octet-stream", "application/x-download", "application/binary", "text/plain"):
        kind = {"pdf": "application/pdf", "docx": "docx", "csv": "text/csv"}.get(ending, kind)
        kind = "text/plain" if (kind != part.kind and ending == "txt") or ending in ("txt", "text") else kind
    if kind.endswith("wordprocessingml.document"):
        kind = "docx"
    return _READERS.get(kind)


def _why_not(part: Part) -> str:
    if _PICTURES.match(part.kind) or _PICTURES.match(part.filename):
        return "a picture"
    return "a kind of file that is not read here"


def _why_empty(part: Part) -> str:
    return "a scan without text" if "pdf" in part.kind + part.filename.lower() else "empty"


def _plain(octets: bytes, part: Part, ledger: Ledger) -> str:
    return decode(octets, part.parameters.get("charset"))


def _csv(octets: bytes, part: Part, ledger: Ledger) -> str:
    rows = csv.reader(io.StringIO(_plain(octets, part, ledger)))
    return "\n".join(" | ".join(row) for _, row in zip(range(_MOST_ROWS), rows, strict=False))


def _pdf(octets: bytes, part: Part, ledger: Ledger) -> str:
    return pdf_text(octets, part.filename, ledger)


def _docx(octets: bytes, part: Part, ledger: Ledger) -> str:
    archive = zipfile.ZipFile(io.BytesIO(octets))
    if archive.getinfo(_DOCUMENT).file_size > _MOST_XML:
        raise TooMuch
    lines: list[str] = []
    # expat since 2.4.1 stops entities that blow up by itself; nothing outside the file is ever loaded.
    for event, node in ElementTree.iterparse(io.BytesIO(archive.read(_DOCUMENT)), ("start", "end")):
        if event == "end" and node.tag == _WORD + "p":
            lines.append("".join(map(_run, node.iter())))
        elif event == "end" and node.tag == _WORD + "tc":
            lines.append("|")
    return re.sub(r"\n\|(?:\n|$)", " | ", "\n".join(lines))


def _run(node: ElementTree.Element) -> str:
    if node.tag == _WORD + "t":
        return node.text or ""
    return {_WORD + "tab": "\t", _WORD + "br": "\n"}.get(node.tag, "")


_READERS: dict[str, Reader] = {
    "text/plain": _plain,
    "text/csv": _csv,
    "text/comma-separated-values": _csv,
    "application/pdf": _pdf,
    "application/x-pdf": _pdf,
    "docx": _docx,
}
