"""Clauses of a sentence, and how far "not", "prior" or "what if" reach in it."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from consultant.inquiry.mention import Assertion
from consultant.inquiry.phrase import Word

_ALWAYS = frozenset(
    ("; : ( ) [ ] – — - but however although though because since while whereas then so which yet").split()
)
_MAYBE = frozenset((", and & + plus").split())
_PREDICATES = frozenset(
    (
        "is was were are isn't wasn't weren't aren't be been has have had did didn't does do done got "
        "gets get goes went came performed performs completed completes obtained placed places imaged "
        "evaluated examined studied used injected injects read reads interpreted interprets "
        "supervised supervises bills billed reported reports codes coded showed shows underwent "
        "undergoes cancelled canceled ordered scheduled skipped omitted deferred tolerated treated "
        "treats removed removes implanted blocked fused wants says said needs spent saw sees seen "
        "decompressed inserted advanced made put took takes takes took gave gives returned returns "
        "dictated signed dropped stopped happened documented recorded logged attested served proved"
    ).split()
)

_RUN_ON = 60  # tokens of a sentence without any mark: it was dictated
_STOPS = frozenset(". ; : ? ! ,".split())
_VERBS = frozenset("is was were are had has did went came needed placed removed injected tolerated".split())
_SUBJECTS = frozenset("the a an he she it they i we there his her this both no".split())
_LINKING = frozenset("of in at on with by that which who to from for as than into through".split())
_PRONOUNS = frozenset(("it", "they", "this", "that"))
_UNUSED = frozenset("needed used opened required necessary".split())
_RELATIVE = frozenset(("which", "who"))
_CLOSING, _OPENING = (")", "]"), ("(", "[")
_DENYING = frozenset(("no", "without", "neither", "never", "nor"))
_BESIDE_LEVELS = frozenset("left right bilateral both at the on l r".split())
_JOINING = frozenset((", and & +").split())
_MARKING = _ALWAYS | _MAYBE | _PREDICATES
_OF_SUBJECT = frozenset(("negated", "historical", "planned", "ordered"))
_FAR = frozenset(("supposed", "unsure", "elsewhere", "claimed"))  # these reach to the end of the sentence

_NAMED = {str(a): a for a in Assertion}

Scope = tuple[Assertion, int, int, tuple[int, int]]  # first token, one past the last, the trigger's own
Trigger = tuple[str, str, int, int]  # context, before or after, first token, one past the last


def clause_starts(words: Sequence[Word]) -> list[int]:
    """Token numbers at which a clause begins; the first is 0.

    A comma or an "and" parts two clauses only when both have a predicate of their own, so
    that "cervical, thoracic and lumbar were imaged" stays whole.
    """
    starts = [0]
    has = False
    runs_on = len(words) > _RUN_ON and not any(w.word in _STOPS for w in words[:-1])
    for i, w in enumerate(words):
        if w.word not in _MARKING:
            continue
        listed = w.word == "," and _denied(words[starts[-1] : i])
        if w.word in _ALWAYS or (w.word in _MAYBE and has and _has_predicate(words, i + 1, listed)):
            starts.append(i)
            has = False
        elif w.word in _PREDICATES:
            if runs_on and has and (subject := _subject_of(words, starts[-1], i)):
                starts.append(subject)
            has = True
    return starts


def _subject_of(words: Sequence[Word], start: int, predicate: int) -> int:
    """Where the subject of a predicate begins in speech without marks: the pronoun or the article before it,
    at most so many words away; 0 when there is none in its clause."""
    if words[predicate].word not in _VERBS:
        return 0
    for k in range(predicate - 1, max(start + 1, predicate - 6), -1):
        if words[k].word in _SUBJECTS:
            return k
        if words[k].word in _PREDICATES or words[k].word in _LINKING:
            return 0
    return 0


def _denied(words: Sequence[Word]) -> bool:
    return any(w.word in _DENYING for w in words)


def _has_predicate(words: Sequence[Word], at: int, listed: bool) -> bool:
    """Does the piece from `at` to the next possible break say something by itself? Not where a denial goes on
    in a list ("no facetectomy, foraminotomy or discectomy was done")."""
    for k in range(at, len(words)):
        word = words[k].word
        if listed and word in ("or", "nor"):
            return False
        if word in _PREDICATES:
            return True
        if word in _ALWAYS or (word in _MAYBE and k > at):
            return False
        if word == "not" and (k + 1 == len(words) or words[k + 1].word in ".,;!?)"):
            return True
    return False


def scopes(
    words: Sequence[Word],
    clauses: Sequence[int],
    triggers: Iterable[Trigger],
    ends: Collection[tuple[str, int]],
) -> list[Scope]:
    """What each trigger governs."""
    out: list[Scope] = []
    for name, side, first, last in triggers:
        here = bisect_right(clauses, first if side == "after" else last - 1) - 1
        if side == "after":
            taken_up = bool(here) and _takes_up(words, clauses[here], first, last)
            bound = clauses[here] if taken_up else first
            if here and (first - clauses[here] <= 1 or taken_up):
                here = _before(words, clauses, here)  # ", not imaged" speaks of what stands before the comma
                while here and words[clauses[here]].word in _RELATIVE:
                    here -= 1  # "the C3-4 disc, which was planned, was not injected"
            start = _subject(words, clauses[here], bound) if name in _OF_SUBJECT else clauses[here]
            out.append((_NAMED[name], start, last, (first, last)))
            continue
        end = clauses[here + 1] if here + 1 < len(clauses) and name not in _FAR else len(words)
        if ends:
            end = min([end, *(at for ended, at in ends if at >= last and name in ended.split())])
        out.append((_NAMED[name], first, _comma(words, name, last, end), (first, last)))
    for i in [k for k, w in enumerate(words) if w.word == "not"]:
        asked = i and words[i - 1].word == "or"  # "is it enough or not?"
        if not asked and (i + 1 == len(words) or words[i + 1].word in ".,;!?)"):
            out.append((Assertion.NEGATED, clauses[bisect_right(clauses, i) - 1], i + 1, (i, i + 1)))
    return out


def _takes_up(words: Sequence[Word], start: int, first: int, last: int) -> bool:
    """ "The set was open, it was not needed" speaks of what stands before."""
    pronoun = first - start == 2 and words[first - 1].word in _PRONOUNS
    return pronoun and words[last - 1].word in _UNUSED


def _before(words: Sequence[Word], clauses: Sequence[int], here: int) -> int:
    """The clause before, and before what stands in brackets ("The tray (gel, cap), not opened")."""
    if words[clauses[here]].word not in _CLOSING:
        here -= 1
    while here and words[clauses[here]].word in _CLOSING:
        opened = [i for i in range(here) if words[clauses[i]].word in _OPENING]
        here = max(opened[-1] - 1, 0) if opened else here - 1
    return here


def _subject(words: Sequence[Word], start: int, trigger: int) -> int:
    """Where the subject of "was down" begins: behind the last comma, unless a list goes on there; "the leads
    tested and left alone" is none."""
    commas = [i for i in range(start, trigger - 1) if words[i].word == ","]
    if commas and words[trigger - 1].word == ",":  # "The L3-4 joint, part of the order, was dropped"
        commas.pop()
    joined = words[trigger - 1].word == "and" and words[trigger].word not in _PREDICATES
    if not commas or any(w.word in ("and", "or", "nor", "&") for w in words[commas[-1] : trigger - joined]):
        return start
    return commas[-1]  # with it: a cue may begin there (", right knee")


def _comma(words: Sequence[Word], name: str, start: int, end: int) -> int:
    """A scope ends at a comma, unless a list goes on behind it ("no cervical, thoracic or lumbar")."""
    if name in _FAR:
        return end
    listing = [k for k in range(start, end) if words[k].word in _JOINING]
    return next((k for k in listing if not _list_goes_on(words, k, end, name)), end)


def _list_goes_on(words: Sequence[Word], comma: int, end: int, name: str) -> bool:
    rest = [w.word for w in words[comma + 1 : end]]
    place = next((w for w in rest if w not in _BESIDE_LEVELS), "")
    if name != "negated" and place == "{level}":  # "the order says T12, L1 and L3", "RFA in 2023, left L4-5"
        return not any(w in _PREDICATES for w in rest)
    if name == "negated":
        if words[comma].word == ",":
            last = next((i for i, w in enumerate(rest[:6]) if w in ("or", "nor")), None)
            return last is not None and not any(w in _PREDICATES for w in rest[:last])
        return not any(w in _PREDICATES for w in rest)
    return words[comma].word != "," and not any(w in _PREDICATES for w in rest)
