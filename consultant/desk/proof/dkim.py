"""DKIM (RFC 6376, 8463): which domains signed this mail? dkimpy verifies, our resolver asks for the keys."""

import re
from typing import Any, NamedTuple

import dkim

from consultant.desk.proof.dns import DnsTrouble, Resolver

MOST = 5
"""Signatures looked at; more are no proof of anything but somebody's patience."""

_FIELDS = 1_000
_HEADER = 262_144


class Signature(NamedTuple):
    """`domain` signed, or claims so; `result` is "pass", "fail", "permerror" or "temperror"."""

    domain: str
    result: str


def check_dkim(resolver: Resolver, raw: bytes) -> list[Signature]:
    """Every signature of a mail, topmost first. Never raises."""
    head = raw[: _HEADER + 4]
    end = head.find(b"\r\n\r\n")
    if (end < 0 and len(raw) > _HEADER) or b"dkim-signature" not in head.lower():
        return []
    try:
        mail = dkim.DKIM(raw, minkey=1024, timeout=5)
    except dkim.DKIMException:
        return []
    if len(mail.headers) > _FIELDS:
        return []
    count = sum(1 for name, _ in mail.headers if name.lower() == b"dkim-signature")
    return [_checked(mail, number, resolver) for number in range(min(count, MOST))]


def _fitting(records: list[bytes], algorithm: bytes) -> bytes | None:
    """Of several keys under one name, which the standard leaves open, the first of the signature's kind."""
    kind = algorithm.partition(b"-")[0]
    kinds = [re.search(rb"(?:^|;)\s*k\s*=\s*([a-z0-9]+)", record) for record in records]
    fits = (r for r, k in zip(records, kinds, strict=True) if (k[1] if k else b"rsa") == kind)
    return next(fits, records[0] if records else None)


def _too_wide(signature: dict[bytes, bytes], key: bytes) -> bool:
    """Does it sign for a domain below, which the key forbids (t=s, RFC 6376 section 3.6.1)?"""
    flags = re.search(rb"(?:^|;)\s*t\s*=\s*([a-z:\s]+)", key)
    identity = signature.get(b"i", b"").rpartition(b"@")[2] or signature[b"d"]
    strict = flags is not None and b"s" in flags[1].replace(b" ", b"").split(b":")
    return strict and identity.lower() != signature[b"d"].lower()


def _checked(mail: Any, number: int, resolver: Resolver) -> Signature:
    mail.domain, mail.signature_fields = b"", {}
    keys: list[bytes] = []

    def key(name: bytes | str, timeout: float = 5) -> bytes | None:
        text = name.decode("ascii", "replace") if isinstance(name, bytes) else name
        found = [b"".join(one) for one in resolver.lookup(text.removesuffix("."), "TXT")]
        keys.append(_fitting(found, mail.signature_fields.get(b"a", b"")) or b"")
        return keys[-1] or None

    try:
        right = mail.verify(number, key)
        result = "pass" if right else "fail"
        if mail.signature_fields.get(b"a") == b"rsa-sha1":
            result = "permerror"  # RFC 8301
        if right and _too_wide(mail.signature_fields, keys[-1]):
            result = "permerror"
    except DnsTrouble:
        result = "temperror"
    except Exception:  # noqa: BLE001 - a stranger's signature in a library's hands: it proves nothing
        result = "permerror"
    return Signature(mail.domain.decode("ascii", "replace").lower(), result)
