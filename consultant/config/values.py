"""Kinds of values that settings have. What does not fit is a ValueError; the words are the setting's."""

import re
from ipaddress import ip_address, ip_network
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from consultant.frozen import Frozen

_LABEL = r"[^\W_]([\w-]*[^\W_])?"
_DOMAIN = re.compile(rf"localhost|{_LABEL}(\.{_LABEL})+")
_LOCAL = re.compile(r"[\w!#$%&'*/=?^`{|}~.-]+")


def domain(value: str) -> str:
    if len(value) > 253 or not _DOMAIN.fullmatch(value):
        raise ValueError
    return value


def consult_address(value: str) -> str:
    """A plain address; no `+`, because the desk itself adds `+detail` to it."""
    local, _, host = value.rpartition("@")
    if not _LOCAL.fullmatch(local):
        raise ValueError
    domain(host)
    return value


def reverse_path(value: str) -> str:
    """The null reverse-path (RFC 5321 section 4.5.5) or an address."""
    return value and consult_address(value)


def network(value: str) -> str:
    """A network of IPv4 or IPv6."""
    ip_network(value)
    return value


def ip(value: str) -> str:
    ip_address(value)
    return value


def sender(value: str) -> str:
    """An address, or everybody at a domain."""
    return value if value.startswith("*@") and domain(value[2:]) else consult_address(value)


def database_url(value: str) -> str:
    """A file of SQLite, or a database of PostgreSQL without a password in it."""
    if not re.fullmatch(r"sqlite:///[^?]+|postgresql://([^:@/]+@)?[^@/]*/[^@/?]+(\?[^@]*)?", value):
        raise ValueError
    return value


Address = Annotated[str, AfterValidator(consult_address)]
Minutes = Annotated[float, Field(gt=0, le=10_080, allow_inf_nan=False)]


class Section(Frozen):
    """One `[section]` of the file. Strict: "25" is not a port."""

    model_config = ConfigDict(strict=True)
