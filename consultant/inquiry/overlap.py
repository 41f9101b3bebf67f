"""Which of the phrases found are meant, where one lies inside another."""

from collections.abc import Sequence

from consultant.inquiry.hits import Hit


def suppress(hits: list[Hit]) -> list[Hit]:
    """Without the phrases that lie inside a longer one of the same sort: those are not meant."""
    if len(hits) < 2:
        return hits
    by: dict[str, list[Hit]] = {}
    for h in hits:
        by.setdefault(h.cue.kind, []).append(h)
    axes = by.get("axis", [])
    shared = [h for h in axes if not h.cue.owner]
    groups: dict[str, list[Hit]] = {}
    for h in axes:
        groups.setdefault(h.cue.group, []).append(h)
    terms = by.get("term", []) + by.get("weak_term", [])
    choosing = [h for h in by.get("intent", []) if h.cue.name in ("difference", "choose")]
    hides = by.get("hide", [])
    out = []
    for h in hits:
        match h.cue.kind:
            case "region":
                dropped = _inside(h, hides, 0) or _inside(h, by["region"], 1)
            case "item":
                dropped = _inside(h, by["item"], 1)
            case "level":
                dropped = _inside(h, [x for x in hides if x.cue.name == "level"], 0)
            case "axis" | "weak":
                dropped = _inside_own(h, groups.get(h.cue.group, []))
            case "term" | "weak_term":
                dropped = _inside(h, terms, 1) or _inside(h, shared, 1)
            case "intent":
                pairs = [x for x in by["intent"] if x.cue.name == "pair"]
                less = {
                    "pair": choosing,
                    "difference": [x for x in choosing if x.cue.name == "choose"],
                    "propose": pairs,
                    "choose": [x for x in choosing if x.cue.name == "difference"],
                }
                dropped = _inside(h, less.get(h.cue.name, []), 1)
            case "context":
                dropped = _inside(h, _year_of(h, by["context"]), 1)
            case _:
                dropped = False
        if not dropped:
            out.append(h)
    return out


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
