"""What stands around a code: its parents, its children, its neighbours; ranges, headings, families."""

import re
from collections.abc import Sequence

from consultant.frozen import Frozen
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family
from consultant.knowledge.indexed import System
from consultant.knowledge.published import Diagnosis

_NEAR = 4
_MOST = 400
_RANGE = re.compile(r"([A-Z]?\d{4}[A-Z]?|\d{5})\s*(?:-|–|to|\.\.)\s*([A-Z]?\d{4}[A-Z]?|\d{5})", re.I)


class Stop(Frozen):
    """A code or heading with its title, as browsing shows it."""

    code: str
    title: str
    billable: bool = True


class Place(Frozen):
    """Where a code, heading, range or family stands. Without a `kind` nothing of the name is there."""

    name: str
    kind: str = ""
    title: str = ""
    billable: bool = False
    parents: tuple[Stop, ...] = ()
    children: tuple[Stop, ...] = ()
    neighbours: tuple[Stop, ...] = ()


def place(name: str, edition: Edition) -> Place:
    """The place of a code (dotted or not), a heading or chapter, a range of codes, or a family."""
    wanted = " ".join(name.split())[:80]
    upper = re.sub(r"^CHAPTER ", "", wanted.upper())
    if m := _RANGE.fullmatch(upper):
        return _range(m[1], m[2], edition)
    if home := edition.family_of(upper):
        return _in_family(upper, home, edition)
    if found := _family(wanted, edition):
        return _whole_family(found)
    if diagnosis := edition.published.concepts.diagnosis(upper):
        return _diagnosis(diagnosis, edition)
    if upper in edition.modifiers.modifiers or edition.published.concepts.modifier(upper):
        return _modifier(upper, edition)
    if edition.published.concepts.supply(upper):
        return _supply(upper, edition)
    below = _beginning(upper, edition)
    return Place(name=wanted, kind="beginning" if below else "", children=below)


def _diagnosis(d: Diagnosis, edition: Edition) -> Place:
    parent = edition.published.concepts.diagnosis(d.parent) if d.parent else None
    beside = [Stop(code=c, title=t, billable=b) for c, t, b in parent.below] if parent else []
    return Place(
        name=d.code,
        kind=d.kind,
        title=d.title,
        billable=d.billable,
        parents=tuple(Stop(code=c, title=t, billable=False) for c, t in d.above),
        children=tuple(Stop(code=c, title=t, billable=b) for c, t, b in d.below),
        neighbours=_near(d.code, beside),
    )


def _stops(family: Family) -> list[Stop]:
    return [
        Stop(code=c, title=e.plain or e.status, billable=e.status == "active")
        for c, e in sorted(family.codes.items())
    ]


def _in_family(code: str, family: Family, edition: Edition) -> Place:
    entry = family.codes[code]
    return Place(
        name=code,
        kind="code",
        title=entry.plain or entry.status,
        billable=entry.status == "active",
        parents=(Stop(code=family.family, title=family.title, billable=False),),
        neighbours=_near(code, _stops(family)),
    )


def _whole_family(family: Family) -> Place:
    return Place(name=family.family, kind="family", title=family.title, children=tuple(_stops(family)))


def _family(name: str, edition: Edition) -> Family | None:
    """The family of this name or title, or the only one whose title holds the words."""
    low = name.lower().replace("-", " ").replace("_", " ")
    titled = {f.title.lower().replace("-", " "): f for f in edition.families.values()}
    named = {f.family.replace("_", " "): f for f in edition.families.values()}
    if low in titled or low in named:
        return titled.get(low) or named[low]
    holding = [f for title, f in titled.items() if low in title]
    return holding[0] if len(holding) == 1 and len(low) > 3 else None


def _range(first: str, last: str, edition: Edition) -> Place:
    """The codes of the families and of the edition from one to another."""
    low, high = sorted((first, last))
    system: System = "hcpcs" if low[0].isalpha() else "cpt"
    held = {c: s for f in edition.families.values() for s in _stops(f) if low <= (c := s.code) <= high}
    shared = next((n for n in range(5, 0, -1) if low[:n] == high[:n]), 0)
    for stop in _coded(low[:shared], system, edition) if shared else ():
        if low <= stop.code <= high:
            held.setdefault(stop.code, stop)
    children = tuple(held[c] for c in sorted(held))
    return Place(name=f"{low}-{high}", kind="range" if children else "", children=children)


def _supply(code: str, edition: Edition) -> Place:
    around = _coded(code[:3], "hcpcs", edition)
    title = next((s.title for s in around if s.code == code), "")
    section = Stop(code=code[0], title=f"HCPCS Level II, {code[0]} codes", billable=False)
    return Place(
        name=code, kind="code", title=title, billable=True, parents=(section,), neighbours=_near(code, around)
    )


def _modifier(code: str, edition: Edition) -> Place:
    published = edition.published.concepts.modifier(code)
    ours = edition.modifiers.modifiers.get(code)
    around = {c: Stop(code=c, title=m.plain) for c, m in edition.modifiers.modifiers.items()}
    around |= {s.code: s for s in _coded(code[0], "modifier", edition)}
    title = published.title if published else ours.plain if ours else ""
    stops = [around[c] for c in sorted(around)]
    return Place(name=code, kind="modifier", title=title, billable=True, neighbours=_near(code, stops))


def _beginning(start: str, edition: Edition) -> tuple[Stop, ...]:
    """The codes that begin so, of the first system that has any."""
    if not start:
        return ()
    own = [s for f in edition.families.values() for s in _stops(f) if s.code.startswith(start)]
    published = [*_coded(start, "hcpcs", edition), *_coded(start, "cpt", edition)]
    held = {s.code: s for s in (*published, *own)}
    return tuple(held[c] for c in sorted(held))


def _coded(start: str, system: System, edition: Edition) -> list[Stop]:
    lines = edition.published.lines
    codes = dict.fromkeys((x.code, x.billable) for x in lines.coded(start, system, _MOST))
    return [Stop(code=c, title=lines.title(c, system)[0], billable=b) for c, b in codes]


def _near(code: str, stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """The stops on both sides of a code."""
    at = next((i for i, s in enumerate(stops) if s.code == code), len(stops))
    return (*stops[max(0, at - _NEAR) : at], *stops[at + 1 : at + 1 + _NEAR])
