"""The text layer of a PDF, page by page, as far as the limits go."""

import io
from typing import Any

from consultant.mail.limits import Ledger, TooMuch

_MOST_CONTENT = 500_000
"""Octets of drawing instructions in one file: a page of print has 10,000, a megabyte takes 2 s to read."""


def pdf_text(octets: bytes, name: str, ledger: Ledger) -> str:
    """What the pages say; "" for a scan. Raises TooMuch, and anything on what is no PDF."""
    from pypdf import PdfReader  # late: few mails carry one

    pages = PdfReader(io.BytesIO(octets)).pages
    texts: list[str] = []
    content = 0
    for number in range(min(len(pages), ledger.limits.attachment_pages)):
        content += _size(pages[number])
        if content > _MOST_CONTENT:
            break
        texts.append(pages[number].extract_text())
    if len(texts) < len(pages):
        if not texts:
            raise TooMuch
        ledger.mark(f"pages after {len(texts)} of {name or 'a PDF'}")
    return "\n".join(texts)


def _size(page: Any) -> int:
    """Octets of its drawing instructions, and of the forms among what it draws in turn."""
    contents = page.get_contents()
    drawn = (one.get_object() for one in _held(_held(page, "/Resources"), "/XObject").values())
    forms = sum(len(one.get_data()) for one in drawn if one.get("/Subtype") == "/Form")
    return forms + (len(contents.get_data()) if contents is not None else 0)


def _held(holder: Any, name: str) -> Any:
    found = holder.get(name)
    return found.get_object() if found is not None else {}
