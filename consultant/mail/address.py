"""Addresses in header fields (RFC 5322 section 3.4), read in one pass, however odd they are."""

import re

from consultant.frozen import Frozen
from consultant.mail.field import one_line, words

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[(),:;<>]|[^"\\(),:;<>]+', re.S)
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,300}@[^\s@<>(),;:\\\"]{1,255}")
_MOST = 1_000


class Mailbox(Frozen):
    """A display name and an address; `address` is "" when there is none to be read."""

    name: str = ""
    address: str = ""


class _Reading:
    """What was seen of the mailbox at hand."""

    def __init__(self) -> None:
        self.found: list[Mailbox] = []
        self.clear()

    def clear(self) -> None:
        self.outside: list[str] = []
        self.inside: list[str] = []
        self.comment: list[str] = []
        self.angled = False

    def close(self) -> None:
        """The mailbox ends here."""
        outside = "".join(self.outside).strip()
        if self.angled:
            address, name = "".join(self.inside), outside
        else:
            bare = _ADDRESS.search(outside)
            address = bare[0] if bare else outside
            name = outside.replace(bare[0], "") if bare else ""
        address = re.sub(r"\s", "", address.strip().removeprefix("mailto:"))
        if address or name.strip():
            shown = name.strip() or "".join(self.comment)
            self.found.append(Mailbox(name=one_line(words(_unquoted(shown))), address=address))
        self.clear()


def mailboxes(value: str) -> tuple[Mailbox, ...]:
    """Every mailbox of an unfolded field, groups resolved; at most a thousand."""
    here, depth, inside = _Reading(), 0, False
    for match in _TOKEN.finditer(value):
        token = match[0]
        if depth or token in "()":
            depth = max(0, depth + {"(": 1, ")": -1}.get(token, 0))
            if token not in "()":
                here.comment.append(token)
        elif token == "<":
            inside = here.angled = True
            here.inside.clear()
        elif token == ">":
            inside = False
        elif inside:
            here.inside.append(token)
        elif token in ",;":
            here.close()
            if len(here.found) >= _MOST:
                break
        elif token == ":":
            here.clear()  # what stood before it was the name of a group
        else:
            here.outside.append(token)
    here.close()
    return tuple(here.found)


def _unquoted(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name.strip().strip('"'))
