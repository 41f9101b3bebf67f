"""XML in blocks: start, text and end of elements with their line numbers; no document type, no entities."""

from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from consultant.knowledge.importers.broken import Broken

Event = tuple[str, str, Any, int]
"""(start, tag, attributes, line), (text, "", words, line) or (end, tag, None, line)."""


def events(blocks: Iterator[bytes]) -> Iterator[Event]:
    """The events of a document, block by block, so that no tree of it is held."""
    found: list[Event] = []
    parser = _parser(found.append)
    line = 1
    try:
        for block in blocks:
            parser.Parse(block, False)
            line = parser.CurrentLineNumber
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        why = expat.errors.messages.get(error.code, "not well-formed")
        raise Broken("well-formed XML to its end", why, error.lineno or line) from None
    except (LookupError, ValueError):
        raise Broken("XML in an encoding that is known", "another", parser.CurrentLineNumber) from None
    yield from found


def _parser(add: Callable[[Event], None]) -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 65_536

    def start(tag: str, attributes: dict[str, str]) -> None:
        add(("start", tag, attributes, parser.CurrentLineNumber))

    def end(tag: str) -> None:
        add(("end", tag, None, parser.CurrentLineNumber))

    def text(words: str) -> None:
        add(("text", "", words, parser.CurrentLineNumber))

    def doctype(*_: Any) -> None:
        raise Broken("XML without a document type", "one", parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, doctype
    return parser
