"""How much of one mail is read. What goes beyond is not read, and the mail says so (`Message.beyond`)."""

from consultant.frozen import Frozen

_SMALL = 5_000_000


class ReadingLimits(Frozen):
    """`[reading]` of the settings, as far as the parser keeps to it by itself."""

    header_octets: int = 262_144
    header_fields: int = 1_000
    nesting: int = 50
    parts: int = 500
    text: int = 2_000_000
    lines: int = 20_000
    html_nesting: int = 1_000
    attachment_octets: int = 10_485_760
    attachment_pages: int = 50
    codes: int = 100
    questions: int = 50
    answer: int = 60_000


class TooMuch(Exception):
    """An attachment of which nothing can be read within the limits."""


class Ledger:
    """What was found too large or could not be read while one mail was taken apart."""

    def __init__(self, limits: ReadingLimits, size: int = 0) -> None:
        self.limits = limits
        self.size = size
        self.parts = self.searched = 0
        self.text = self.lines = 0
        self.beyond: list[str] = []
        self.unread: list[str] = []

    def may_search(self, octets: int) -> bool:
        """Room for one more search over so many octets? Each level of parts searches all it holds again."""
        self.searched += octets
        if self.searched > 10 * self.size + _SMALL:
            self.trip("large parts nested too deep")
            return False
        return True

    def trip(self, what: str) -> None:
        if what not in self.beyond:
            self.beyond.append(what)

    def mark(self, what: str) -> None:
        if len(self.unread) < 100 and what not in self.unread:
            self.unread.append(what)

    def fitting(self, text: str) -> str:
        """So much of a text as the limit leaves room for, over all texts of the mail."""
        room = self.limits.text - self.text
        if len(text) > room:
            self.trip(f"more than {self.limits.text} characters of text")
            text = text[: max(0, room)]
        if text.count("\n") + self.lines > self.limits.lines:
            self.trip(f"more than {self.limits.lines} lines of text")
            text = "\n".join(text.split("\n", self.limits.lines - self.lines + 1)[:-1])
        self.text += len(text)
        self.lines += text.count("\n")
        return text
