"""The envelope sender of replies: an address of its own for each, so that a bounce says whose it is.

`bounce+17.5f2a…@example.org` is the number of the reply and proof that we made it: nobody else can have a
reply marked as failed, and mail to a made-up address is refused at the door.
"""

import hmac
import re

from pydantic import SecretBytes

from consultant.frozen import Frozen

_DETAIL = re.compile(r"(\d{1,18})\.([0-9a-f]{16})")


class ReturnPaths(Frozen):
    """Makes the addresses and knows them again; `base` is the plain address, `key` is nobody else's."""

    base: str
    key: SecretBytes

    def address(self, number: int) -> str:
        """The address that this reply leaves from."""
        local, _, domain = self.base.rpartition("@")
        return f"{local}+{number}.{self._proof(number)}@{domain}"

    def number(self, address: str) -> int | None:
        """The number of the reply that left from this address, if it is one that we made."""
        number = claimed_number(address, self.base)
        if number is None:
            return None
        proof = address.rpartition("@")[0].rpartition(".")[2].lower()
        return number if hmac.compare_digest(proof, self._proof(number)) else None

    def _proof(self, number: int) -> str:
        key = self.key.get_secret_value()
        return hmac.new(key, f"bounce {number}".encode(), "sha256").hexdigest()[:16]


def claimed_number(address: str, base: str) -> int | None:
    """The number that an address of this form names, proven or not; None if it is not of this form."""
    local, _, domain = address.lower().removesuffix(".").rpartition("@")
    name, plus, detail = local.partition("+")
    found = _DETAIL.fullmatch(detail)
    return int(found[1]) if plus and found and base and f"{name}@{domain}" == base.lower() else None
