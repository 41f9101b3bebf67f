"""Which of the phrases found are meant, where one lies inside another."""

from collections.abc import Mapping, Sequence

from consultant.inquiry.hit import Hit

# An intent, and those that say better what its words mean inside theirs.
_BETTER = {
    "pair": ("difference", "choose"),
    "difference": ("choose",),
    "propose": ("pair",),
    "either": ("validity",),
    "choose": ("difference", "validity", "fee", "modifier"),
}


_SORTS = frozenset("region item count own context level axis weak term weak_term intent".split())


def suppress(hits: list[Hit]) -> list[Hit]:
    """Without the phrases that lie inside a longer one of the same sort: those are not meant."""
    if len(hits) < 2:
        return hits
    by: dict[str, list[Hit]] = {}
    for h in hits:
        for key in _keys(h):
            by.setdefault(key, []).append(h)
    return [h for h in hits if h.cue.kind not in _SORTS or not _dropped(h, by)]


def _keys(h: Hit) -> tuple[str, ...]:
    """Under which names a hit is looked up: its kind; of an axis the group, too; what it hides."""
    kind = h.cue.kind
    if kind == "axis":
        return (kind, f"axis {h.cue.group}") if h.cue.owner else (kind, f"axis {h.cue.group}", "shared")
    return (kind, f"hide {h.cue.name}") if kind == "hide" else (kind,)


def _dropped(h: Hit, by: Mapping[str, list[Hit]]) -> bool:
    """Is another hit meant instead? `by` holds the hits by the names of _keys; those that hide a sort are the
    turns of phrase in which a word of it does not mean what it says."""
    match h.cue.kind:
        case "region":
            return _inside(h, by.get("hide region", ()), 0) or _inside(h, by["region"], 1)
        case "item":
            return _inside(h, by["item"], 1) or _inside(h, by.get("hide count", ()), 0)
        case "count" | "own":
            return _inside(h, by.get("hide count", ()), 0)
        case "context":
            return _inside(h, by.get("hide context", ()), 0) or _inside(h, _year_of(h, by["context"]), 1)
        case "level":
            return _inside(h, by.get("hide level", ()), 0)
        case "axis" | "weak":
            return _inside_own(h, by.get(f"axis {h.cue.group}", ()))
        case "term" | "weak_term":
            return any(_inside(h, by.get(k, ()), 1) for k in ("term", "weak_term", "shared"))
        case "intent":
            return _inside(h, _rivals(h, by["intent"]), 1)
    return False


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
