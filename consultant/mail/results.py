"""Authentication-Results (RFC 8601) of a mail server that is ours: what it found out about a mail's sender.

Anybody can write such a field. Ours are known by their authserv-id, which our server removes from mail that
comes with it (section 5), and only the topmost counts.
"""

import re
from collections.abc import Iterable, Iterator

from consultant.mail.message import Authentication

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"\s*([a-z][\w-]{0,30})(?:\s*/\s*\d+)?\s*=\s*([a-z]{1,20})\b", re.I)
_PROPERTY = re.compile(
    r"\b(?:smtp|header)\.([\w-]{1,30})\s*=\s*(?:\"([^\"]{0,300})\"|([^\s;\"]{1,300}))", re.I
)

Result = tuple[str, str, dict[str, str]]
"""Method, result, properties."""


def domain_of(address: str) -> str:
    """In lower case; what stands after the last "@", or all of it."""
    return address.rpartition("@")[2].strip("<>. ").lower()


def proves(proven: str, claimed: str) -> bool:
    """Does control of one domain prove the other? Itself and those below it, as far as no DNS is asked."""
    return bool(proven) and (claimed == proven or ("." in proven and claimed.endswith("." + proven)))


def from_results(
    fields: Iterable[tuple[str, str]], authserv_id: str, sender: str, author: str
) -> Authentication:
    """What our server says of the envelope `sender` and of the `author` in From."""
    found = next(_ours(fields, authserv_id), None)
    if found is None:
        return Authentication(evidence=f"no Authentication-Results of {authserv_id}")
    passed = [(method, properties) for method, result, properties in found if result == "pass"]
    said = ", ".join(f"{method}={result}" for method, result, _ in found)[:200] or "none"
    return Authentication(
        path="spf" if any(_sent_for(sender, *one) for one in passed) else "",
        aligned=next((method for method, given in passed if _stands_for(author, method, given)), ""),
        evidence=f"{authserv_id}: {said}",
    )


def _sent_for(sender: str, method: str, properties: dict[str, str]) -> bool:
    return method == "spf" and domain_of(properties.get("mailfrom", "")) == domain_of(sender) != ""


def _stands_for(author: str, method: str, properties: dict[str, str]) -> bool:
    if method == "dmarc":
        return domain_of(properties.get("from", "")) == domain_of(author) != ""
    signer = domain_of(properties.get("d", "") or properties.get("i", ""))
    return method == "dkim" and proves(signer, domain_of(author))


def _ours(fields: Iterable[tuple[str, str]], authserv_id: str) -> Iterator[list[Result]]:
    for name, value in fields:
        if name == "authentication-results":
            head, _, rest = _COMMENT.sub(" ", value[:10_000]).partition(";")
            if head.lower().split()[:1] == [authserv_id.lower()]:
                yield [parsed for part in rest.split(";") if (parsed := _parsed(part))]


def _parsed(part: str) -> Result | None:
    found = _RESULT.match(part)
    if found is None:
        return None
    properties = {name.lower(): quoted or plain for name, quoted, plain in _PROPERTY.findall(part)}
    return found[1].lower(), found[2].lower(), properties
