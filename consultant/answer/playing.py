"""Which families a question is about."""

from collections.abc import Container, Iterable, Sequence

from consultant.answer.faint import faint
from consultant.answer.standing import stands_beside
from consultant.inquiry.inquiry import Question
from consultant.inquiry.mention import Assertion, CodeMention, Mention, Role
from consultant.knowledge.axis import ActsAxis
from consultant.knowledge.edition import Edition
from consultant.knowledge.family import Family

_LIVE = (
    Assertion.ASSERTED,
    Assertion.SUPPOSED,
    Assertion.PLANNED,
    Assertion.ORDERED,
    Assertion.UNSURE,
    Assertion.NEGATED,
    Assertion.CLAIMED,
)


def families_in_play(question: Question, edition: Edition, before: Sequence[str]) -> list[Family]:
    """The families a question is about: by its terms and codes, else by those of the question
    before, else by words that only lean to a family."""
    named = _by_codes(question.codes, edition)
    over = [
        f.family
        for f in edition.families.values()
        if f.overrides in question.intents and _situated(f, question)
    ]
    if over:
        visits = (n for n in _ordered(question.mentions, "term", edition, _LIVE) if edition.families[n].visit)
        told = [*_of_modifier(question, edition), *_gone_on(question, before)]
        return [edition.families[n] for n in dict.fromkeys([*over, *named, *visits, *told])]
    done = _done(question)
    unsure = faint(question, done, edition)
    doubted = unsure - set(named)
    own = [n for n in _own_terms(question, done, edition) if n not in doubted]
    # what goes before the first question is the thread, before each of a list what is said to all of them
    whole = [*(before if question.number == 1 else ()), *_shared(question, edition)]
    own = [b for n in own for b in (steps_of(n, whole, edition) or [n])]
    named = [n for n in named if n in own or n not in _only_offered(question, own, edition)]
    names = _named(question, edition, before, own, named)
    clear = [n for n in names if n not in doubted] or names
    own = [n for n in own if n not in unsure]
    return [edition.families[n] for n in _unyielding(clear, question, edition, own, set(named))]


def steps_of(name: str, before: Container[str], edition: Edition) -> list[str]:
    """The families of the thread of which the words of a family name a step: "Lumbar puncture." answers how
    the dye of a myelogram went in."""
    return [b for b in edition.families[name].step_of if b in before]


def _only_offered(question: Question, own: Sequence[str], edition: Edition) -> set[str]:
    """Families of which the mail says nothing but a code offered beside one of a family it names ("ESI at
    L4-5, 62323 or 64483?"): the case decides between them, and not that both were thought of."""
    offered = set(_by_codes((c for c in question.codes if c.value in question.alternatives), edition))
    if len(offered) < 2 or offered.isdisjoint(own):
        return set()
    told = {m.owner for m in question.all_mentions() if m.kind in ("term", "weak_term", "axis", "count")}
    return offered - told


def _of_modifier(question: Question, edition: Edition) -> list[str]:
    """Families told of that have a rule for a modifier, where the codes that take it are asked for; for any
    where none is named ("base code plus modifier?"), or one that a visit bears beside a procedure."""
    known = edition.modifiers.modifiers
    asked = {m for m in question.loose_modifiers() if m not in known or not known[m].visits_only}
    tiers = _LIVE if asked else (Assertion.ASSERTED,)
    words = {m.owner for m in question.mentions if m.kind in ("term", "weak_term", "axis")}
    visit = any(n in edition.families and edition.families[n].visit for n in words)
    told = visit or "choose" in question.intents
    terms = _ordered(question.all_mentions(), "term", edition, tiers)
    if not told:
        return [n for n in terms if edition.families[n].rules_on(asked)]
    return [n for n in terms if any(not asked or r.modifier in asked for r in edition.families[n].modifiers)]


def _gone_on(question: Question, before: Sequence[str]) -> list[str]:
    """Families of the thread that the question tells something of ("it was one polyp, snared")."""
    told = {m.owner for m in question.mentions if m.kind in ("term", "axis") and m.assertion in _LIVE}
    return [n for n in before if n in told]


def _own_terms(question: Question, done: Sequence[Mention], edition: Edition) -> list[str]:
    """Families that the question's own terms name: of services done, else of any."""
    return _ordered(done, "term", edition, _LIVE[:-1]) or _ordered(question.mentions, "term", edition, _LIVE)


def _done(question: Question) -> list[Mention]:
    """The mentions that are no mere finding, or of a family that is asked for by a word of its
    own ("which for the CT?")."""
    asking = {m.sentence for m in question.mentions if m.kind == "intent" and m.name == "choose"}
    wanted = {m.owner for m in question.mentions if m.kind in ("axis", "weak_term") and m.sentence in asking}
    return [m for m in question.mentions if m.role is not Role.FINDING or m.owner in wanted]


def _named(
    question: Question, edition: Edition, before: Sequence[str], own: Sequence[str], named: Sequence[str]
) -> list[str]:
    """Families by the best evidence there is: own terms and codes, the shared part or the question
    before, words that lean to a family, terms of any assertion."""
    leaning = _ordered(question.mentions, "weak_term", edition, _LIVE) if question.apart else []
    names = list(dict.fromkeys([*own, *named, *leaning]))
    spoken = _acted(question, edition) & set(_ordered(question.mentions, "weak_term", edition, _LIVE))
    names += [n for o in own for n in edition.families[o].yields_to if n in spoken and n not in names]
    elsewhere = any(edition.families[n].rules for n in named) and set(named).isdisjoint(before)
    if not own and not (before and elsewhere):
        names += [n for n in _gone_before(question, edition, before) if n not in names]
    told = question.all_mentions()
    plain = [m for m in told if m.role is not Role.FINDING]
    for kind, mentions in (("weak_term", plain), ("weak_term", told), ("topic", told)):
        names = names or _plain_first(_ordered(mentions, kind, edition, _LIVE), edition)
    return names or list(before) or _ordered(question.all_mentions(), "term", edition, tuple(Assertion))


def _gone_before(question: Question, edition: Edition, before: Sequence[str]) -> list[str]:
    """What a question that names no family goes on with: what its mail says to all questions, the question
    before it; for the first question of a mail that comes before its thread."""
    told = _shared(question, edition)
    if question.number > 1:
        return list(before) if question.leans else told
    told = told or _ordered(question.shared, "weak_term", edition, _LIVE)
    return told or (list(before) if question.leans else [])


def _shared(question: Question, edition: Edition) -> list[str]:
    return _ordered(question.shared, "term", edition, _LIVE) + _by_codes(question.shared_codes, edition)


def _unyielding(
    names: Sequence[str], question: Question, edition: Edition, own: Sequence[str], coded: set[str]
) -> list[str]:
    """`names` without families only looked at and those that yield to another that is spoken of."""
    absent = _absent(question.all_mentions())
    paired = "pair" in question.intents and "propose" not in question.intents
    hinted = set(_ordered(question.mentions, "weak_term", edition, _LIVE)) | _acted(question, edition)
    told = set(own) | set(_shared(question, edition)) | hinted
    spoken = set(names) if paired else set(names) - (coded - told)
    return [
        n
        for n in names
        if n in coded
        or (
            n not in absent
            and not set(edition.families[n].yields_to) & spoken - stands_beside(n, question, edition)
        )
    ]


def _absent(mentions: Sequence[Mention]) -> set[str]:
    """Families only looked at ("the MRI showed") and not named as a service besides."""
    looks = [m for m in mentions if m.kind == "elsewhere" and m.assertion in _LIVE]
    named = {
        m.owner
        for m in mentions
        if m.kind == "term" and m.assertion is Assertion.ASSERTED and m.role is not Role.FINDING
        if not any(o.sentence == m.sentence for o in looks if o.owner == m.owner)
    }
    return {m.owner for m in looks} - named


def _acted(question: Question, edition: Edition) -> set[str]:
    """Families all of whose acts are spoken of: injection and reading."""
    done: dict[tuple[str, str], set[str]] = {}
    for m in question.mentions:
        if m.kind == "act":
            done.setdefault((m.owner, m.name), set()).add(m.value)
    axes = {(f, a): edition.families[f].axes[a] for f, a in done}
    return {f for (f, a), x in axes.items() if isinstance(x, ActsAxis) and set(x.acts) <= done[f, a]}


def _plain_first(names: list[str], edition: Edition) -> list[str]:
    """Families of services before visits, of which minutes speak, and before those of modifiers and edits,
    whose words stand in any question."""
    served = [n for n in names if not edition.families[n].overrides] or names
    return [n for n in served if not edition.families[n].visit] or served


def _situated(family: Family, question: Question) -> bool:
    """Does the question tell one of the family's situations?"""
    return any(
        m.kind in ("axis", "weak")
        and m.owner == family.family
        and m.value != "unsaid"
        and (m.assertion in _LIVE or m.assertion in getattr(family.axes[m.name], "scopes", ()))
        and (m.assertion is not Assertion.NEGATED or _says_if_denied(family, m))
        and not family.axes[m.name].optional
        and family.axes[m.name].evidence
        for m in question.all_mentions()
    )


def _says_if_denied(family: Family, m: Mention) -> bool:
    """Does a value denied make another ("not planned" a return)? "No new complaints" tells no situation."""
    values = getattr(family.axes[m.name], "values", {})
    return m.value in values and bool(values[m.value].negated)


def _ordered(
    mentions: Iterable[Mention], kind: str, edition: Edition, tiers: Sequence[Assertion]
) -> list[str]:
    hits = [m for m in mentions if m.kind == kind and m.owner in edition.families and m.assertion in tiers]
    return list(dict.fromkeys(m.owner for m in hits))


def _by_codes(codes: Iterable[CodeMention], edition: Edition) -> list[str]:
    found = (edition.family_of(c.value) for c in codes)
    return list(dict.fromkeys(f.family for f in found if f))
