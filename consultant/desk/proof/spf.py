"""SPF (RFC 7208): may this client send for this domain? pyspf decides, our resolver asks."""

import time
from typing import Any

import spf

from consultant.desk.proof.dns import DnsTrouble, Resolver

SECONDS = 20
"""For all questions of one mail together (RFC 7208 section 4.6.4)."""


def check_spf(resolver: Resolver, peer: str, sender: str, helo: str) -> str:
    """The result: "pass", "fail", "softfail", "neutral", "none", "permerror" or "temperror"."""
    try:
        result: str = _Query(resolver, peer, sender, helo).check()[0]
    except DnsTrouble:
        return "temperror"
    except Exception:  # noqa: BLE001 - a stranger's records in a library's hands: whatever fails proves nothing
        return "permerror"
    return result


class _Query(spf.query):  # type: ignore[misc]
    """pyspf's, with DNS by our resolver instead of the one of the module."""

    def __init__(self, resolver: Resolver, peer: str, sender: str, helo: str) -> None:
        super().__init__(peer, sender, helo)
        self._resolver = resolver
        self._ends = time.monotonic() + SECONDS

    def dns(self, name: str, qtype: str, cnames: Any = None, ignore_void: bool = False) -> list[Any]:
        name = str(name).removesuffix(".").lower()
        if not all(0 < len(label) < 64 for label in name.split(".")):
            return []
        if (name, qtype) not in self.cache:
            if time.monotonic() > self._ends:
                raise spf.TempError("no more time for DNS")
            try:
                self.cache[name, qtype] = self._resolver.lookup(name, qtype)
            except DnsTrouble as trouble:
                raise spf.TempError(f"DNS {trouble}") from trouble
        found: list[Any] = self.cache[name, qtype]
        if not found and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError(f"more than {spf.MAX_VOID_LOOKUPS} questions without an answer")
        return found
