"""HTML to readable text: lines, lists, tables and preformatted text kept, hidden text dropped."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from consultant.mail.html_table import in_one_line
from consultant.mail.openers import introduces

_BLOCKS = frozenset(
    (
        "p div tr table tbody thead tfoot caption ul ol li dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre section "
        "article header footer main aside nav address fieldset form center hr"
    ).split()
)
_SPACED = frozenset(("p table h1 h2 h3 h4 h5 h6 pre ul ol").split())
_DROPPED = frozenset(
    ("script style head title template noscript svg math object embed iframe select audio video").split()
)
_NOUGHT = r"\s*:\s*0*(?:\.0+)?(?:px|pt|em|rem|%|ex)?\s*(?:;|!|$)"
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|color\s*:\s*transparent|"
    rf"(?:font-size|max-height|max-width|opacity){_NOUGHT}|text-indent\s*:\s*-\d{{3,}}|"
    r"(?:left|top|margin-left|margin-top)\s*:\s*-\d{4,}",
    re.I,
)
_WHITE = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:;|!|$)", re.I
)
_CITED = re.compile(r"border-left(?!\s*:\s*(?:none|0|medium none))|padding-left:\s*1ex", re.I)
_SIGNATURES = re.compile(
    r"gmail_signature|moz-signature|ms-outlook-mobile-signature|protonmail_signature|(?:^|\s)signature(?:\s|$)",
    re.I,
)
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_SPACE = re.compile(r"[\s\xa0]+")
_RULE = "_" * 20
Attributes = Mapping[str, str | None]
_DEEP = 50  # quotes inside quotes that are told apart


SIGNATURE_ENDS = "\ufdd0"
"""Stands on a line of its own where a marked signature ended; no character of any text."""


def html_text(source: str) -> str:
    """The text a person would read; lines of quoted mail begin with ">", a marked signature with "-- "."""
    root = LexborHTMLParser(source.replace(SIGNATURE_ENDS, "")).body
    if root is None:
        return ""
    page = _Page()
    page.walk(root)
    return page.text()


class _Page:
    """The lines written so far, and what is open around the place at hand."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quoted = self._preformatted = self._backgrounds = self._rows = 0
        self._cell_waits = False
        self._lists: list[int | None] = []

    def text(self) -> str:
        self._end_line()
        text = _UNSEEN.sub("", "\n".join(self._lines))
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n")

    def walk(self, root: LexborNode) -> None:
        """Depth first without recursion; a string on the stack is the end of an element."""
        stack: list[LexborNode | str] = [root]
        while stack:
            here = stack.pop()
            if isinstance(here, str):
                self._leave(here)
            elif here.tag == "-text":
                self._write(here.text(deep=False))
            elif here.tag == "br":
                if not self._rows:
                    self._end_line(broken=True)
            elif here.tag == "hr":
                self._whole_line(_RULE)
            elif (
                here.tag
                and here.tag[0] not in "-_!"
                and not self._hidden(here.tag, attributes := here.attributes)
            ):
                row = here.tag == "tr" and in_one_line(here)
                stack.append(self._enter(here.tag, attributes, row=row))
                stack += reversed(list(here.iter(include_text=True)))

    def _enter(self, tag: str, attributes: Attributes, *, row: bool) -> str:
        """Open an element; the words by which `_leave` knows what to undo."""
        style, name = attributes.get("style") or "", attributes.get("class") or ""
        marks = [tag]
        if tag in _BLOCKS and not self._rows:
            self._end_line()
        if row:
            self._rows += 1
            marks.append("row")
        # Word's paragraphs have no room between them
        if tag in _SPACED and not self._rows and "Mso" not in name:
            self._blank()
            marks.append("spaced")
        if tag == "blockquote" and self._is_quote(attributes, style, name):
            self._quoted += 1
            marks.append("quote")
        if tag == "pre" or "pre-wrap" in style:
            self._preformatted += 1
            marks.append("pre")
        if attributes.get("bgcolor") or "background" in style:
            self._backgrounds += 1
            marks.append("ground")
        if tag in ("div", "table", "span", "pre") and _SIGNATURES.search(
            f"{name} {attributes.get('id') or ''}"
        ):
            self._whole_line("-- ")
            marks.append("signature")
        self._begin_item(tag)
        return " ".join(marks)

    def _is_quote(self, attributes: Attributes, style: str, name: str) -> bool:
        """Earlier mail, and not text that its writer indented: programs use blockquote for both."""
        said = next((line for line in reversed(self._lines[-3:]) if line.strip("> ")), "")
        if "gmail_quote" in name or introduces(said):
            return True
        cited = attributes.get("type") == "cite" or attributes.get("cite") or _CITED.search(style)
        return bool(cited) and not said.rstrip().endswith(":")  # "Here is the note:"

    def _begin_item(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            if number is None:
                self._line.append("- ")
            else:
                self._lists[-1] = number + 1
                self._line.append(f"{number + 1}. ")
        elif tag in ("td", "th"):
            self._cell_waits = bool("".join(self._line).strip())
            if self._rows and self._cell_waits:
                self._line.append(" | ")  # behind an empty cell too: the next ones stay below their heading
                self._cell_waits = False

    def _leave(self, marks: str) -> None:
        tag, *more = marks.split()
        self._rows -= "row" in more
        if tag in _BLOCKS and not self._rows:
            self._end_line()
        if "signature" in more:
            self._whole_line(SIGNATURE_ENDS)
        if "spaced" in more:
            self._blank()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        self._quoted -= "quote" in more
        self._preformatted -= "pre" in more
        self._backgrounds -= "ground" in more

    def _write(self, text: str) -> None:
        if self._preformatted:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._say(first)
            for line in others:
                self._end_line(broken=True)
                self._say(line)
        else:
            self._say(_SPACE.sub(" ", text))

    def _say(self, text: str) -> None:
        if self._cell_waits and text.strip():
            self._line.append(" | ")
            self._cell_waits = False
        self._line.append(text)

    def _whole_line(self, line: str) -> None:
        self._end_line()
        self._lines.append(f"{self._mark()} {line}" if self._quoted else line)

    def _end_line(self, broken: bool = False) -> None:
        line = "".join(self._line)
        self._line.clear()
        self._cell_waits = False
        line = line.rstrip() if self._preformatted else " ".join(line.split()).rstrip("| ")
        if line or broken:
            self._lines.append(f"{self._mark()} {line}" if self._quoted else line)

    def _blank(self) -> None:
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._mark())

    def _mark(self) -> str:
        return ">" * min(self._quoted, _DEEP)

    def _hidden(self, tag: str, attributes: Attributes) -> bool:
        if tag in _DROPPED or "hidden" in attributes:
            return True
        style = attributes.get("style") or ""
        if (tag == "input" and attributes.get("type") == "hidden") or (style and _HIDDEN.search(style)):
            return True
        return bool(style and _WHITE.search(style)) and not self._backgrounds and "background" not in style
