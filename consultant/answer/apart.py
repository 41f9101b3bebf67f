"""Two codes of one day: a modifier for distinct services helps where an edit lets it, and nowhere else."""

from collections.abc import Iterable, Sequence

from consultant.answer.against import same_site
from consultant.answer.draft import Draft
from consultant.answer.figures import Figures, Pair, pairs
from consultant.answer.modifying import is_visit
from consultant.answer.parts import Part
from consultant.answer.verdict import Verdict
from consultant.answer.verdicts import OUT, included
from consultant.knowledge.modifier import Distinct


def weighed(made: Part, found: Figures, draft: Draft) -> tuple[Part, Figures]:
    """The part and its figures: no modifier is offered for a pair that a family refuses, or that is of one
    site; none is called allowed where no edit needs it."""
    out = {v.code for v in made.verdicts if v.kind in OUT}
    found = found.model_copy(
        update={"pairs": tuple(p for p in found.pairs if not draft.before & set(p.codes))}
    )
    shown = tuple(_refused(p, draft) for p in found.pairs if p.edit or not out & set(p.codes))
    shown = tuple(_set_apart(p, made) for p in shown)
    made = _never(made, shown, draft)
    verdicts = list(made.verdicts)
    for rule in draft.edition.modifiers.distinct:
        if any(v.code[-2:] in rule.modifiers for v in verdicts):
            edits = shown or tuple(_refused(p, draft) for p in pairs(found.wanted, draft.edition))
            verdicts = _judged(verdicts, edits, rule, draft)
    codes = {v.code for v in verdicts}
    judged = {m for rule in draft.edition.modifiers.distinct for m in rule.modifiers}
    rulings = tuple(
        r for r in found.rulings if r.verdict.code in codes or r.verdict.code[-2:] not in judged or not shown
    )
    update = {"pairs": shown, "rulings": rulings}
    return made.model_copy(update={"verdicts": tuple(verdicts)}), found.model_copy(update=update)


def _refused(pair: Pair, draft: Draft) -> Pair:
    """The pair without the modifier that would set it apart, where one code is surely part of the other, or
    may be and its source is all that is asked for."""
    if not (pair.apart or pair.add_on) or pair.codes[0] == pair.codes[1]:
        return pair
    sources = "guideline" in draft.intents and "modifier" not in draft.intents
    for code, into in (pair.codes, pair.codes[::-1]):
        inside = included(code, [into], draft.valued_with(pair.codes, code), surely=not sources)
        if inside:
            return pair.model_copy(update={"apart": "", "inside": inside, "add_on": False})
    if same_site(draft.question, draft.edition) and not any(is_visit(c, draft.edition) for c in pair.codes):
        return pair.model_copy(update={"apart": ""})
    return pair


def _never(made: Part, shown: Sequence[Pair], draft: Draft) -> Part:
    """The part without the second of two codes that the sender named and no modifier sets apart."""
    named = {r.code for r in made.recommended if r.as_named}
    rule = next(iter(draft.edition.modifiers.distinct), None)
    verdicts = list(made.verdicts)
    gone: set[str] = set()
    for p in shown:
        if rule and p.edit and p.edit.indicator == "0" and {*p.codes} <= named and p.codes[0] not in gone:
            gone.add(p.codes[1])
            verdicts = [v for v in verdicts if v.code != p.codes[1]]
            refused = {"others": p.codes[:1], "say": rule.never, "facts": rule.facts}
            verdicts.append(Verdict.model_validate({"kind": "included", "code": p.codes[1], **refused}))
    kept = tuple(r for r in made.recommended if r.code not in gone)
    return made.model_copy(update={"recommended": kept, "verdicts": tuple(verdicts)})


def _set_apart(pair: Pair, made: Part) -> Pair:
    """The pair without advice that the codes recommended have taken already."""
    carried = [r for r in made.recommended if r.code == pair.codes[1] and {"59", "XS"} & set(r.modifiers)]
    return pair.model_copy(update={"apart": ""}) if carried else pair


def _judged(
    verdicts: Sequence[Verdict], edits: Sequence[Pair], rule: Distinct, draft: Draft
) -> list[Verdict]:
    edits = [
        p for p in edits if p.codes[0] != p.codes[1] and not any(is_visit(c, draft.edition) for c in p.codes)
    ]
    out: list[Verdict] = []
    for v in verdicts:
        code, _, modifier = v.code.partition("-")
        known = draft.edition.modifiers.modifiers.get(modifier)
        mine = [p for p in edits if code in p.codes]
        plain = known is not None and v.kind == "modifier_ok" and v.say.startswith(known.plain)
        if not (plain and mine and modifier in rule.modifiers):
            out.append(v)
            continue
        told = _of_pairs(v, code, modifier, mine, rule)
        out += [t for t in told if t not in out]
    return out


def _of_pairs(
    v: Verdict, code: str, modifier: str, mine: Sequence[Pair], rule: Distinct
) -> Iterable[Verdict]:
    """What remains of "allowed" beside the codes of these pairs."""
    if any(p.apart for p in mine):
        return [v] if any(p.apart and p.codes[1] == code for p in mine) else []
    if any(not p.edit and not p.loaded for p in mine):
        return [v]
    shut = [p for p in mine if p.edit and p.edit.indicator != "9"]
    if shut:
        second = [p for p in shut if p.codes[1] == code]
        return [_no(v, p, rule) for p in second]
    codes = tuple(dict.fromkeys(c for p in mine for c in sorted(p.codes)))
    return [Verdict(kind="modifier_idle", code=modifier, others=codes, say=rule.none, facts=rule.facts)]


def _no(v: Verdict, pair: Pair, rule: Distinct) -> Verdict:
    never = pair.edit is not None and pair.edit.indicator == "0"
    say = rule.never if never else pair.inside.say if pair.inside else rule.same
    facts = pair.inside.facts if pair.inside and not never else rule.facts
    return v.model_copy(update={"kind": "modifier_refused", "say": say, "facts": facts})
