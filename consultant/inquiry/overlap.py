"""Which of the phrases found are meant, where one lies inside another."""

from collections.abc import Mapping, Sequence

from consultant.inquiry.hit import Hit

# An intent, and those that say better what its words mean inside theirs.
_BETTER = {
    "pair": ("difference", "choose"),
    "difference": ("choose",),
    "propose": ("pair",),
    "choose": ("difference",),
}


_SORTS = frozenset("region item context level axis weak term weak_term intent".split())


def suppress(hits: list[Hit]) -> list[Hit]:
    """Without the phrases that lie inside a longer one of the same sort: those are not meant."""
    if len(hits) < 2:
        return hits
    by: dict[str, list[Hit]] = {}
    for h in hits:
        by.setdefault(h.cue.kind, []).append(h)
        if h.cue.kind == "axis":
            by.setdefault(f"axis {h.cue.group}", []).append(h)
    return [h for h in hits if h.cue.kind not in _SORTS or not _dropped(h, by)]


def _dropped(h: Hit, by: Mapping[str, list[Hit]]) -> bool:
    """Is another hit meant instead? `by` holds the hits of each kind, and those of each group of axes."""
    match h.cue.kind:
        case "region":
            return _inside(h, _hiding(by, "region"), 0) or _inside(h, by["region"], 1)
        case "item":
            return _inside(h, by["item"], 1)
        case "context":
            return _inside(h, _hiding(by, "context"), 0) or _inside(h, _year_of(h, by["context"]), 1)
        case "level":
            return _inside(h, _hiding(by, "level"), 0)
        case "axis" | "weak":
            return _inside_own(h, by.get(f"axis {h.cue.group}", ()))
        case "term" | "weak_term":
            shared = [x for x in by.get("axis", ()) if not x.cue.owner]
            return any(_inside(h, by.get(k, ()), 1) for k in ("term", "weak_term")) or _inside(h, shared, 1)
        case "intent":
            return _inside(h, _rivals(h, by["intent"]), 1)
    return False


def _hiding(by: Mapping[str, list[Hit]], name: str) -> list[Hit]:
    """The turns of phrase in which a word of this sort does not mean what it says."""
    return [x for x in by.get("hide", ()) if x.cue.name == name]


def _rivals(h: Hit, intents: Sequence[Hit]) -> list[Hit]:
    """The intents that say better what the hit says."""
    names = _BETTER.get(h.cue.name, ())
    return [x for x in intents if x.cue.name in names]


def _year_of(hit: Hit, contexts: Sequence[Hit]) -> list[Hit]:
    """ "her 2022 fusion" looks forward, though "2022" alone looks back."""
    past = hit.cue.name == "historical" and hit.cue.value == "after"
    return [h for h in contexts if h.cue.name == "historical" and h.cue.value == "before"] if past else []


def _inside(hit: Hit, others: Sequence[Hit], longer: int) -> bool:
    """Does one of `others`, longer by at least `longer` tokens, cover the hit?"""
    first, last = hit.first, hit.last
    for o in others:
        if o.first <= first and last <= o.last and o is not hit and o.last - o.first >= last - first + longer:
            return True
    return False


def _inside_own(hit: Hit, group: Sequence[Hit]) -> bool:
    """Of one axis the longer phrase counts; a family's phrase hides those of that family only."""
    if len(group) < 2 and hit.cue.kind == "axis":
        return False
    return _inside(hit, [o for o in group if o.cue.owner in ("", hit.cue.owner)], 1)
