"""Addresses that are no person's: systems, lists, and the envelope senders that programs make up."""

import re

_SYSTEM = re.compile(
    r"(?:.*[._+-])?(?:mailer-?daemon|mail[-_]?daemon|maild[ae]mon|post[-_]?master|do-?not-?reply|donotrespond|no-?reply|"
    r"no-?response|no-?return|unattended|auto-?reply|auto-?respond(?:er)?|auto-?confirm|automailer|autoanswer|"
    r"bounces?|errors?-to|undeliverable|mail(?:er)?-?system|delivery-?(?:status|system)|"
    r"notifications?|notify|alerts?|nobody|listserv|majordomo|daemon)(?:[._+-].*)?"
    r"|root|abuse|uucp|www-data|apache|cron|sympa|mailman|ezmlm|lists?erv|noreply\w*|postoffice|"
    r"owner-.*|.*-owner|.*-request|.*-bounces(?:\+.*)?|.*-(?:un)?subscribe|.*-return-.*|.*-admin-bounce|"
    r"microsoftexchange[0-9a-f]{8,}|(?:mdaemon|exchange|mailer|smtp|system)(?:-.*)?|.*-errors",
    re.I,
)
_MADE_UP = (
    ("SRS", re.compile(r"srs[01][=+-].*", re.I)),
    ("BATV", re.compile(r"(?:ms)?prvs\d?=.*|btv1==.*", re.I)),
    (
        "VERP",
        re.compile(r".*[-+=_.][^@=]+=[a-z0-9-]+(?:\.[a-z0-9-]+)+|[0-9a-f]{16,}(?:-[0-9a-f]+){2,}", re.I),
    ),
    ("VERP", re.compile(r"(?:bounces?|returns?)[-+._=][^@]*\d[^@]*|return", re.I)),
)


def bare(address: str) -> str:
    """In lower case and without `+detail`: how our own addresses are compared."""
    local, _, domain = address.lower().rstrip(".").rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def is_system(address: str) -> bool:
    """A mailer, a list manager, an address that says it wants no reply."""
    local = (address.rpartition("@")[0] or address)[:200]
    return any(_SYSTEM.fullmatch(one) for one in (local, local.partition("@")[0].rstrip("\\")))


def made_up(address: str) -> str | None:
    """The kind of an envelope sender that a program made ("VERP", "SRS", "BATV"); None for a plain one."""
    local = address.rpartition("@")[0]
    return next((kind for kind, pattern in _MADE_UP if pattern.fullmatch(local[:200])), None)


def matches(address: str, patterns: tuple[str, ...]) -> bool:
    """Is it one of these, an entry being an address or "*@domain"?"""
    address = address.lower()
    domain = address.rpartition("@")[2]
    return any(p.lower() in (address, f"*@{domain}") for p in patterns)
