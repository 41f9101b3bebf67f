"""Official descriptors, where a licence holder loaded the AMA's files."""

from collections.abc import Iterable, Sequence

from consultant.frozen import Frozen
from consultant.knowledge.edition import Edition
from consultant.knowledge.published import Descriptor

_KINDS = ("long", "medium", "short", "consumer")  # the first that is there is shown


class Official(Frozen):
    """A code and one of its official descriptors, with the notice that must stand with it."""

    code: str
    descriptor: Descriptor


def official(codes: Sequence[str], edition: Edition) -> Iterable[Official]:
    """The fullest official descriptor of each code that has one."""
    for code in codes:
        found = {d.kind: d for d in edition.published.concepts.descriptors(code)}
        kind = next((k for k in _KINDS if k in found), None)
        if kind:
            yield Official(code=code, descriptor=found[kind])
