"""Several services in one mail: which service a region or a level belongs to, and how the
mentions of one family part into the services it decides one by one."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

from consultant.inquiry.attached import Key, attached, distance
from consultant.inquiry.choices import done, drop_unless
from consultant.inquiry.cues import AS_SAID, Tiers, cued, unsaid
from consultant.inquiry.lent import withheld
from consultant.inquiry.mention import NOT_NOW, TERMS, Assertion, Mention, Role
from consultant.inquiry.placed import placed
from consultant.inquiry.places import groups_of
from consultant.knowledge.axis import ChoiceAxis, RegionsAxis
from consultant.knowledge.family import Family

_LISTED = 6  # characters between two places of a list


def belonging(mentions: Sequence[Mention], families: Sequence[Family]) -> dict[str, list[Mention]]:
    """family -> its mentions, when several families are in play: a region or level goes to the
    nearest term in its sentence, and to all families when its sentence names none."""
    names = [f.family for f in families]
    denied = _denied(mentions)
    if len(names) < 2:
        return {n: [m for m in mentions if denied.get(id(m)) != n] for n in names}
    regional = {f.family for f in families if any(isinstance(a, RegionsAxis) for a in f.axes.values())}
    terms = [m for m in mentions if m.kind in TERMS and m.owner in regional]
    named = {m.sentence for m in terms}
    by_level = {
        f.family for f in families if any(getattr(a, "levels_as", "none") != "none" for a in f.axes.values())
    }
    terms += [m for m in mentions if m.kind == "axis" and m.owner in by_level and m.sentence not in named]
    owner = owners([m for m in mentions if m.kind in ("region", "level")], terms)
    faint = {id(m) for m in mentions if m.assertion in NOT_NOW or _only_seen(m)}
    claimed = {o for i, o in owner.items() if o and i not in faint}
    out: dict[str, list[Mention]] = {n: [] for n in names}
    each = {(f.family, a) for f in families for a, x in f.axes.items() if getattr(x, "many", "") == "each"}
    twins = _twins(mentions, names, each)
    kept_back = withheld(mentions, families, owner)
    for m in mentions:
        mine = owner.get(id(m))
        for name in names:
            if denied.get(id(m)) == name:
                continue
            loose = mine is None and id(m) in owner and m.assertion is not Assertion.NEGATED
            if loose and name in claimed and len(claimed) > 1 and _goes_on(m, terms) != name:
                continue
            if name in kept_back.get(id(m), ()):
                continue
            if id(m) in twins and m.owner == name and twins[id(m)] != name:
                continue
            if mine is None or mine == name or name not in claimed:
                out[name].append(m)
    return out


def _goes_on(region: Mention, terms: Sequence[Mention]) -> str | None:
    """Whose a region is that stands in a sentence without a term: of the service told of last, in a report
    ("MYELOGRAM ... films of the neck were taken")."""
    if region.kind != "region" or region.role is not Role.PLAIN or region.assertion is not Assertion.ASSERTED:
        return None
    told = [t for t in terms if t.start < region.start and t.role is not Role.FINDING]
    told = [t for t in told if t.assertion is Assertion.ASSERTED]
    return _told_last(told)


def _denied(mentions: Sequence[Mention]) -> dict[int, str]:
    """ "At L4-5 no decompression": a level to the family whose service is denied there; one that heads its
    sentence ("L5-S1: the disc cleared, no decompression"), where nothing of the family is done in it."""
    terms = [m for m in mentions if m.kind in TERMS]
    denied = [t for t in terms if t.assertion is Assertion.NEGATED]
    if not denied:
        return {}
    told = [t for t in terms if t.assertion is Assertion.ASSERTED]
    done = {(t.sentence, t.clause, t.owner) for t in told} | {(t.sentence, None, t.owner) for t in told}
    heads = _heads(mentions)
    return {
        id(m): t.owner
        for t in denied
        for m in mentions
        if m.kind == "level"
        and m.assertion is Assertion.ASSERTED
        and m.sentence == t.sentence
        and m.end <= t.start
        and (t.sentence, t.clause if m.clause == t.clause else None, t.owner) not in done
        and (m.clause == t.clause or id(m) in heads)
    }


def _heads(mentions: Sequence[Mention]) -> set[int]:
    """The levels that head their sentence: the first thing named in it, and the one level."""
    first = {m.sentence: m for m in reversed(mentions)}
    levels = Counter(m.sentence for m in mentions if m.kind == "level")
    return {id(m) for m in first.values() if m.kind == "level" and levels[m.sentence] == 1}


def _only_seen(m: Mention) -> bool:
    """ "CT, post-myelogram: T7-T8 disc" claims nothing for the myelogram."""
    return m.kind == "level" and m.role is Role.FINDING


def _twins(
    mentions: Sequence[Mention], names: Sequence[str], each: Container[tuple[str, str]]
) -> dict[int, str]:
    """Words that are cues in several families in play ("biopsies") belong to the service before them,
    else to the one behind: mention -> family."""
    terms = [m for m in mentions if m.kind in TERMS and m.owner in names]
    cues = [m for m in mentions if m.kind in ("axis", "weak") and (m.owner, m.name) in each]
    out: dict[int, str] = {}
    for m in cues:
        owners = {o.owner for o in cues if (o.sentence, o.clause) == (m.sentence, m.clause)}
        if len(owners) > 1 and (mine := _spoken_of(m, [t for t in terms if t.owner in owners])):
            out[id(m)] = mine
    return out


def _spoken_of(cue: Mention, terms: Sequence[Mention]) -> str | None:
    """Whose a cue is: of the term before it in its sentence, else of the first there, else of the one that
    the last sentence with any names alone."""
    here = [t for t in terms if t.sentence == cue.sentence]
    if here:
        before = [t for t in here if t.start <= cue.start]
        return (before[-1] if before else here[0]).owner
    told = [t for t in terms if t.sentence < cue.sentence and t.assertion in AS_SAID]
    return _told_last(told)


def _told_last(terms: Sequence[Mention]) -> str | None:
    """The family that the last sentence with any of these terms names alone."""
    last = {t.owner for t in terms if t.sentence == terms[-1].sentence}
    return last.pop() if len(last) == 1 else None


def owners(places: Iterable[Mention], terms: Sequence[Mention]) -> dict[int, str | None]:
    """place -> the family it goes to: that of the nearest term, and in a list that of the place before it
    where this is nearer ("MYELOGRAM, CERVICAL AND LUMBAR, WITH CT")."""
    out: dict[int, str | None] = {}
    last: Mention | None = None
    for m in places:
        term = _nearest(m, terms)
        out[id(m)] = term.owner if term else None
        gap = m.start - last.end if last and last.sentence == m.sentence else _LISTED + 1
        if term and last and 0 < gap <= _LISTED and gap < distance(m, term):
            out[id(m)] = out[id(last)]
        last = m
    return out


def _nearest(region: Mention, terms: Sequence[Mention]) -> Mention | None:
    here = [t for t in terms if t.sentence == region.sentence]
    return min(here, key=lambda t: (t.clause != region.clause, distance(region, t)), default=None)


def parted(family: Family, mentions: Sequence[Mention], tiers: Tiers) -> list[tuple[Key, list[Mention]]]:
    """The services of one family, each with its key and mentions; one with an empty key when the
    family decides all together or only one service is named."""
    found = _anchors(family, mentions, tiers)
    by_place = placed(family, mentions, tiers)
    keyed = by_place or _keys(family, found)
    if len(keyed) < 2:
        return [((), list(mentions))]
    hits = [m for ms in by_place.values() for m in ms] or [m for pairs in found.values() for m, _ in pairs]
    anchors = {id(m) for m in hits}
    loose = [m for m in mentions if id(m) not in anchors]
    given = attached(keyed, loose, family)
    return [(key, [*mine, *given[key]]) for key, mine in keyed.items()]


def _anchors(
    family: Family, mentions: Sequence[Mention], tiers: Tiers
) -> dict[str, list[tuple[Mention, str]]]:
    """axis -> (mention, value) of each axis that is decided value by value."""
    out: dict[str, list[tuple[Mention, str]]] = {}
    for name, axis in family.axes.items():
        if not isinstance(axis, ChoiceAxis | RegionsAxis) or axis.many != "each":
            continue
        if isinstance(axis, ChoiceAxis):
            hits = cued(family.family, name, mentions) + (
                cued("", axis.shared, mentions) if axis.shared else []
            )
            pairs = [(m, axis.map.get(m.value, m.value)) for m in hits if not unsaid(m, hits)]
            pairs = [(m, v) for m, v in pairs if m.assertion is not Assertion.NEGATED]
            pairs = done(axis, pairs) or pairs
            out[name] = drop_unless(axis, _of_first_tier(pairs, tiers))
        else:
            pairs = [(m, g) for m, groups in groups_of(family, name, axis, mentions, tiers) for g in groups]
            out[name] = _of_first_tier(pairs, tiers)
    return out


def _of_first_tier(pairs: Sequence[tuple[Mention, str]], tiers: Tiers) -> list[tuple[Mention, str]]:
    for tier in tiers:
        live = [(m, v) for m, v in pairs if m.assertion is tier]
        if live:
            return live
    return []


def _keys(family: Family, found: Mapping[str, list[tuple[Mention, str]]]) -> dict[Key, list[Mention]]:
    """One key per value; of two such axes (kind of study and region) one per pair that stands together."""
    axes = [a for a in family.axes if found.get(a)]
    out: dict[Key, list[Mention]] = {}
    if len(axes) == 1:
        for m, v in found[axes[0]]:
            out.setdefault(((axes[0], v),), []).append(m)
    elif len(axes) > 1:
        first, second = axes[0], axes[1]
        later = {v for m, v in found[second] if m.sentence}
        for m, v in found[second]:
            if not m.sentence and v in later:
                continue  # a subject ("lumbar gad + neck CT") pairs nothing that the text pairs itself
            mate = min(
                found[first],
                key=lambda p: (p[0].sentence != m.sentence, p[0].clause != m.clause, distance(p[0], m)),
            )
            near = (mate[0],) if mate[0].sentence == m.sentence else ()
            out.setdefault(((first, mate[1]), (second, v)), []).extend((m, *near))
        told = {v for key in out for a, v in key if a == first}
        loose = isinstance(family.axes[second], ChoiceAxis)  # a finger has no site, beside a knee
        for m, v in (p for p in found[first] if loose and p[1] not in told):
            out.setdefault(((first, v),), []).append(m)
    return out
