"""What a phrase of the knowledge stands for, and the phrasebook of all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consultant.inquiry.phrase import PhraseError
from consultant.inquiry.phrasebook import Phrasebook
from consultant.knowledge.axis import ActsAxis, Axis, ChoiceAxis, CountAxis, GradeAxis, RegionsAxis
from consultant.knowledge.family import Family
from consultant.knowledge.lexicon import Contexts, Intents, Lexicon, Value


@dataclass(frozen=True, slots=True)
class Cue:
    """`owner` is a family, or "" for the lexicon. Of the cues of one `group` that lie inside one
    another only the longest is meant; a family's axis is in the group of the shared one it uses."""

    kind: str
    owner: str = ""
    name: str = ""
    value: str = ""
    group: str = ""


class BadPhrase(ValueError):
    """A phrase of a knowledge file that cannot be read; `owner` says whose it is."""

    def __init__(self, owner: str, error: PhraseError) -> None:
        super().__init__(str(error))
        self.owner = owner
        self.phrase = error.phrase


def phrasebook(
    lexicon: Lexicon, contexts: Contexts, intents: Intents, families: Iterable[Family]
) -> Phrasebook[Cue]:
    """Every phrase of the knowledge in one automaton. Raises BadPhrase."""
    regions = [t for words in lexicon.regions.values() for t in (*words.terms, *words.misspelled)]
    regions += [t for span in lexicon.spans for t in span.terms]
    try:
        whole = [f"{term} (spine|spinal column|)" for term in regions]
        book: Phrasebook[Cue] = Phrasebook({**lexicon.classes, "region": whole})
        _lexicon(book, lexicon)
        _contexts(book, contexts)
        for name, cues in intents.intents.items():
            book.add(cues, Cue("intent", name=name))
        book.add(intents.domain, Cue("domain"))
    except PhraseError as error:
        raise BadPhrase("", error) from error
    for family in families:
        try:
            _family(book, family, lexicon)
        except PhraseError as error:
            raise BadPhrase(family.family, error) from error
    return book


def _contexts(book: Phrasebook[Cue], contexts: Contexts) -> None:
    book.add(contexts.idle, Cue("hide", name="context"))
    book.add(contexts.attested, Cue("ends", name="section"))
    ends: dict[str, list[str]] = {}
    for scope, context in contexts.contexts.items():
        book.add(context.before, Cue("context", name=scope, value="before"))
        book.add(context.after, Cue("context", name=scope, value="after"))
        for phrase in context.ends:
            ends.setdefault(phrase, []).append(scope)
    for phrase, scopes in ends.items():  # most end many scopes: one cue tells of all
        book.add([phrase], Cue("ends", name=" ".join(scopes)))


def _lexicon(book: Phrasebook[Cue], lexicon: Lexicon) -> None:
    for region, words in lexicon.regions.items():
        book.add((*words.terms, *words.misspelled), Cue("region", value=region))
    for span in lexicon.spans:
        book.add(span.terms, Cue("region", value="+".join(span.regions)))
    book.add(lexicon.not_regions, Cue("hide", name="region"))
    book.add(lexicon.not_levels, Cue("hide", name="level"))
    book.add(lexicon.not_counts, Cue("hide", name="count"))
    for role, phrases in lexicon.roles.items():
        book.add(phrases, Cue("role", name=role))
    for name, axis in lexicon.axes.items():
        _values(book, "", name, axis.values)
    for kind, phrases in lexicon.actors.items():
        who, _, how = kind.partition(" ")
        book.add(phrases, Cue("actor", name=how, value=who))
    book.add(lexicon.exclusive, Cue("exclusive"))
    book.add(lexicon.not_terms, Cue("weak_term"))
    book.add(lexicon.compared, Cue("compared"))
    book.add(lexicon.also, Cue("also"))
    book.add(lexicon.again, Cue("again"))
    book.add(lexicon.restated, Cue("restated"))
    book.add(lexicon.corrects, Cue("corrects"))


def _values(
    book: Phrasebook[Cue], owner: str, axis: str, values: Mapping[str, Value], shared: str | None = None
) -> None:
    group = f"/{shared}" if shared else f"{owner}/{axis}"
    for value, spec in values.items():
        book.add(spec.cues, Cue("axis", owner, axis, value, group), affirmed=True)
        book.add(spec.weak, Cue("weak", owner, axis, value, group), affirmed=True)


def _axis(book: Phrasebook[Cue], me: str, name: str, axis: Axis) -> None:
    match axis:
        case ChoiceAxis() | GradeAxis():
            _values(book, me, name, axis.values, getattr(axis, "shared", None))
            if isinstance(axis, ChoiceAxis):
                book.add(axis.seen, Cue("seen", me, name))
            if isinstance(axis, ChoiceAxis) and (gone := axis.elapsed):
                value = f"{gone.years} {gone.within} {gone.beyond}"
                book.add(gone.cues, Cue("elapsed", me, name, value))
        case RegionsAxis():
            for group, phrases in axis.named_by.items():
                book.add(phrases, Cue("axis", me, name, group))
        case CountAxis():
            _counted(book, me, name, axis)
        case ActsAxis():
            _values(book, me, name, axis.values)
            for act, spec in axis.acts.items():
                book.add(spec.cues, Cue("act", me, name, act), affirmed=True)


def _counted(book: Phrasebook[Cue], me: str, name: str, axis: CountAxis) -> None:
    between = "(more|other|separate|different|adjacent|contiguous|consecutive|further|additional|)"
    book.add([f"{{number}} {between} ({{region}}|) {unit}" for unit in axis.units], Cue("count", me, name))
    for unit, many in axis.larger.items():
        book.add([f"{{number}} {unit}"], Cue("count", me, name, str(many)))
    book.add(axis.own, Cue("own", me, name))
    book.add(axis.sums, Cue("sum", me, name))
    book.add(axis.items, Cue("item", me, name))
    book.add(axis.not_with, Cue("not_with", me, name))
    book.add(axis.vague, Cue("vague", me, name))
    book.add(axis.deduct, Cue("deduct", me, name))
    book.add(axis.nerves, Cue("nerves", me, name))
    if axis.levels_as != "none":
        book.add(axis.units, Cue("unit", me, name))
    for value, phrases in axis.cues.items():
        book.add(phrases, Cue("axis", me, name, value))


def _family(book: Phrasebook[Cue], family: Family, lexicon: Lexicon) -> None:
    me = family.family
    book.add(family.terms, Cue("term", me))
    book.add(family.weak_terms, Cue("weak_term", me))
    book.add(family.extras_only, Cue("extras_only", me))
    book.add(family.extras_also, Cue("extras_also", me))
    book.add(family.rules_only, Cue("rules_only", me))
    for i, elsewhere in enumerate(family.elsewhere):
        book.add(elsewhere.cues, Cue("elsewhere", me, str(i)))
    for i, topic in enumerate(family.topics):
        book.add(topic.cues, Cue("topic", me, str(i)))
    for name, axis in family.axes.items():
        _axis(book, me, name, axis)
