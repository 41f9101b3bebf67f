"""Questions to DNS, as SPF, DKIM and DMARC need them."""

from collections.abc import Sequence
from typing import Any, Protocol

import dns.exception
import dns.name
import dns.resolver


class DnsTrouble(Exception):
    """No answer for now: nothing is known, and it is worth asking again."""


class Resolver(Protocol):
    """`lookup` gives the records of a name, aliases followed: A and AAAA as text, PTR and MX as (text) and
    (preference, text), TXT as the octet strings of each. Empty for a name without any; raises DnsTrouble."""

    def lookup(self, name: str, kind: str) -> list[Any]: ...


class SystemResolver:
    """DNS as this machine asks it, or by these name servers; `seconds` for one question."""

    def __init__(self, servers: Sequence[str] = (), seconds: float = 5) -> None:
        self._resolver = dns.resolver.Resolver(configure=not servers)
        if servers:
            self._resolver.nameservers = list(servers)
        self._resolver.cache = dns.resolver.LRUCache(10_000)
        self._seconds = seconds

    def lookup(self, name: str, kind: str) -> list[Any]:
        try:
            answer = self._resolver.resolve(name, kind, lifetime=self._seconds, search=False)
        except (dns.resolver.NoAnswer, dns.resolver.NXDOMAIN, dns.name.LabelTooLong, dns.name.EmptyLabel):
            return []
        except (dns.name.NameTooLong, UnicodeError):
            return []
        except dns.exception.DNSException as error:
            raise DnsTrouble(type(error).__name__) from error
        return [_record(kind, one) for one in answer]


def _record(kind: str, one: Any) -> Any:
    if kind == "MX":
        return one.preference, one.exchange.to_text(True)
    if kind == "PTR":
        return one.target.to_text(True)
    return one.strings if kind == "TXT" else one.address
