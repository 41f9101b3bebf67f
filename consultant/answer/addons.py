"""Add-on codes and their parents."""

from collections.abc import Container

from consultant.knowledge.edition import Edition


def addon_of(code: str, there: Container[str], edition: Edition) -> bool:
    """Is the code an add-on to one that is there?"""
    entry = edition.entry(code)
    return bool(entry) and any(p in there for p in (entry.addon_to if entry else ()))


def parented(code: str, there: Container[str], edition: Edition) -> bool:
    """Is the code no add-on, or one of its parents there?"""
    entry = edition.entry(code)
    return not entry or not entry.addon_to or any(p in there for p in entry.addon_to)
