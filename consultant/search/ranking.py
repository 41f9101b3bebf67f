"""The order of what was found: families before likeness, codes before headings, every system in sight."""

from collections.abc import Sequence

from consultant.knowledge.indexed import Line, System

Scored = dict[tuple[System, str], tuple[float, Line]]
_SURE, _MORE = 0.85, 0.3  # that like a title, and so much liker than what a family leads to
AHEAD = 3.0  # what puts them first
_FAIR, _TIMES = 0.5, 2.5  # or this like, and so many times liker
_SEEN, _WORTH = 5, 0.6  # the best of another system stands there at the latest when it is so nearly as like


def before(best: Scored, leading: Sequence[tuple[float, float, Line]]) -> Scored:
    """Where a family leads, its codes go before likeness; but not before wordings of other systems that the
    query is much more like: "neurostimulator pulse generator, dual array" is the device."""
    most = max(score for _, score, _ in leading)
    out = {}
    for key, (score, line) in best.items():
        sure = score >= most + _MORE if score >= _SURE else score >= max(_FAIR, most * _TIMES)
        out[key] = (score + (AHEAD if sure and key[0] != "cpt" else 0.0), line)
    for before, score, line in leading:
        key = (line.system, line.code)
        out[key] = max((before + score, line), out.get(key, (0.0, line)))
    return out


def ordered(scored: Scored, limit: int, coded: bool = False) -> list[tuple[float, Line]]:
    """The best first; a heading after the best of its codes, unless codes were asked for; another system's
    best among the first five."""
    ranked = sorted(scored.values(), key=lambda s: (-round(s[0], 4), s[1].code))
    return (ranked if coded else _mixed(_headings_after(ranked)))[:limit]


def _headings_after(ranked: list[tuple[float, Line]]) -> list[tuple[float, Line]]:
    """Who finds a heading that is not billable means a code below it: the best of these goes before it."""
    out: list[tuple[float, Line]] = []
    raised: set[str] = set()
    for at, (score, line) in enumerate(ranked):
        if line.system == "icd10cm" and not line.billable:
            below = (x for x in ranked[at + 1 :] if x[1].code.startswith(line.code) and x[1].billable)
            code = next((x[1] for x in below), None) if line.code not in raised else None
            if code and code.code not in raised:
                raised.add(code.code)
                out.append((score, code))
        if line.code not in raised:
            out.append((score, line))
    return out


def _mixed(ranked: list[tuple[float, Line]]) -> list[tuple[float, Line]]:
    """Where the first are all of one system, the best of another comes into sight."""
    first = ranked[:_SEEN]
    if len({line.system for _, line in first}) != 1:
        return ranked
    least = min(first[0][0], 1.0) * _WORTH
    at = next((i for i, (s, x) in enumerate(ranked) if x.system != first[0][1].system and s >= least), 0)
    if at < _SEEN:
        return ranked
    return [*ranked[: _SEEN - 1], ranked[at], *ranked[_SEEN - 1 : at], *ranked[at + 1 :]]
