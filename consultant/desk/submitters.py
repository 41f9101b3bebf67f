"""Who may log in to hand in mail: names and salted hashes of passwords in a file, one a line.

`name:scrypt:<salt>:<hash>`, both in hexadecimal; `consultant desk password NAME` prints such a line.
"""

import hashlib
import hmac
import os
import re

_LINE = re.compile(r"([^:\s]+):scrypt:([0-9a-f]{32}):([0-9a-f]{64})")
_NOBODY = f"nobody:scrypt:{'0' * 32}:{'0' * 64}"


class SubmittersError(ValueError):
    """A line that is none; its number, never its words."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is not name:scrypt:<salt>:<hash>")
        self.line = line


class Submitters:
    """Knows who may log in. Raises SubmittersError on a text that is no such file."""

    def __init__(self, text: str) -> None:
        self._known: dict[str, re.Match[str]] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            found = _LINE.fullmatch(line.strip())
            if found is None:
                raise SubmittersError(number)
            self._known[found[1]] = found

    def admits(self, name: bytes, password: bytes) -> bool:
        """Is it his password? Takes as long for a name that nobody has; tens of milliseconds of work."""
        known = self._known.get(name.decode("utf-8", "replace"))
        salt, kept = (known or _LINE.fullmatch(_NOBODY) or ("", "", "", ""))[2], known[3] if known else ""
        return hmac.compare_digest(_hash(password, bytes.fromhex(salt)), kept)


def line_for(name: str, password: str) -> str:
    """The line of the file for this name. Raises ValueError for a name that cannot stand there."""
    if not re.fullmatch(r"[^:\s]{1,255}", name) or not password:
        raise ValueError("a name without colons and spaces and a password are needed")
    salt = os.urandom(16)
    return f"{name}:scrypt:{salt.hex()}:{_hash(password.encode(), salt)}"


def _hash(password: bytes, salt: bytes) -> str:
    return hashlib.scrypt(password, salt=salt, n=1 << 14, r=8, p=1, dklen=32).hex()
