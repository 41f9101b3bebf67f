"""HTML to readable text: lines, lists and tables kept, hidden text dropped."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = frozenset(
    (
        "p div tr table ul ol li h1 h2 h3 h4 h5 h6 blockquote pre section article header footer hr center"
    ).split()
)
_DROPPED = frozenset(("script style head title template noscript svg object embed iframe").split())
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|mso-hide\s*:\s*all|max-height\s*:\s*0",
    re.I,
)


def html_text(source: str) -> str:
    """The text a person would read; a quoted block (blockquote) has its lines marked with "> "."""
    root = LexborHTMLParser(source).body
    if root is None:
        return ""
    out: list[str] = []
    _walk(root, out)
    lines = (" ".join(line.split()) for line in "".join(out).replace("\xa0", " ").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _walk(node: LexborNode, out: list[str]) -> None:
    """Depth first without recursion; closing marks are strings on the stack."""
    stack: list[LexborNode | str] = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, str):
            out.append(here)
        elif here.tag == "-text":
            out.append(re.sub(r"\s+", " ", here.text(deep=False)))
        elif here.tag == "br":
            out.append("\n")
        elif not _hidden(here):
            _open(here, out, stack)


def _open(node: LexborNode, out: list[str], stack: list[LexborNode | str]) -> None:
    if node.tag == "blockquote" or "gmail_quote" in (node.attributes.get("class") or ""):
        inner: list[str] = []
        for child in node.iter(include_text=True):
            _walk(child, inner)
        quoted = "".join(inner).strip().split("\n")
        out.append("\n" + "\n".join("> " + line.strip() for line in quoted) + "\n")
        return
    block = node.tag in _BLOCKS
    if block:
        out.append("\n")
        stack.append("\n\n" if node.tag in ("p", "table") else "\n")
    if node.tag == "li":
        out.append("- ")
    if node.tag in ("td", "th"):
        stack.append(" ")
    stack += reversed(list(node.iter(include_text=True)))


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return (
        node.tag in _DROPPED
        or node.tag == "_comment"
        or "hidden" in attributes
        or bool(_HIDDEN.search(attributes.get("style") or ""))
    )
