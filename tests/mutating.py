"""The same question as another hand would have typed it: kinds of mutants, each the same on every run."""

import random
import re
from collections.abc import Callable, Container
from typing import NamedTuple

_WORD = re.compile(r"(?<![\w@.-])[A-Za-z]{6,}(?![\w@-]|\.\w)")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
# words that lean on the sentence before: who reads them in another order reads something else
_LEANING = re.compile(
    r"\b(it|its|this|that|these|those|they|them|their|he|she|his|her|him|ones|same|both|other|another|then|also|"
    r"too|instead|else|there|first|second|third|next|later|again|either|neither)\b|(^|[.?!]\s+)(if|but|so|and|or)\b",
    re.I,
)
_STRUCTURE = re.compile(r"\n|:|^\s*\(?\w{1,2}[.)]\s|\d[.)]\s|\b[A-Z][a-z]?\.|\.\.|\bvs\.|\betc\.|[\"“”]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SIGNED = "\n\nBest regards,\nDana Marsh, CPC\nMarsh Billing LLC\n1415 Vermont St\nToledo, OH 62305\n"
_GREETING = "Good morning,\n\nI hope you are doing well.\n\n"
_THANKS = "\n\nThank you so much for your help, have a great weekend!\nDana"
_PHONE = "\n\nSent from my iPhone\n"
_QUOTED = (
    "\n\nOn Tue, Nov 3, 2026 at 9:14 AM Consult Desk <consult@desk.example> wrote:\n"
    "> On Mon, Nov 2, 2026 at 5:01 PM Dana Marsh <dana@clinic.example> wrote:\n"
)
_OTHER = (
    "> Colonoscopy with removal of two polyps by snare in the sigmoid colon.\n> Is 45385 the right code?\n"
)
_ANOTHER = "> Cervical myelogram, the radiologist injected and read it.\n> Is 62302 the right code?\n"


class Mutant(NamedTuple):
    """A mail that should be answered as the one it was made from."""

    kind: str
    subject: str
    body: str


def mutants(name: str, family: str, subject: str, body: str, english: Container[str]) -> list[Mutant]:
    """All mutants of a plain-text question; `name` seeds what is drawn, `english` words are no typos."""
    drawn = random.Random(name)
    out = [
        Mutant("lower case", subject.lower(), body.lower()),
        Mutant("upper case", subject.upper(), body.upper()),
        Mutant("Fwd: in the subject", f"Fwd: {subject}", body),
        Mutant("signature with a ZIP", subject, body.rstrip() + _SIGNED),
        Mutant("greeting and thanks", subject, f"{_GREETING}{body.rstrip()}{_THANKS}"),
        Mutant("thumbed on a phone", subject.lower(), _thumbed(body)),
    ]
    if typed := _mistyped(body, drawn, english):
        out.append(Mutant("typo of one letter", subject, typed))
    if moved := _reordered(body, drawn):
        out.append(Mutant("sentences reordered", subject, moved))
    if not re.search(r"wrote:|^>|^-{3,}|^from:", body, re.I | re.M):
        thread = _QUOTED + (_ANOTHER if family in ("colonoscopy", "egd") else _OTHER)
        out.append(Mutant("quoted thread of another family", subject, body.rstrip() + thread))
    return out


def _mistyped(body: str, drawn: random.Random, english: Container[str]) -> str:
    """A typo in one of twelve of the longer words, at least in one; never one that makes another word."""
    lines = {m.start(): body[body.rfind("\n", 0, m.start()) + 1] for m in _WORD.finditer(body)}
    words = [
        m for m in _WORD.finditer(body) if lines[m.start()] not in "->"
    ]  # marks of quotations stay whole
    for m in sorted(drawn.sample(words, -(-len(words) // 12)), key=lambda m: -m.start()):
        wrong = next((w for _ in range(20) if (w := _typo(m[0], drawn)).lower() not in english), m[0])
        body = body[: m.start()] + wrong + body[m.end() :]
    return body if words else ""


def _thumbed(body: str) -> str:
    """In lower case, without apostrophes and spaces behind commas, numbers glued to their units."""
    text = re.sub(r"(?<=\w)['’](?=[a-z])", "", body.lower())
    text = re.sub(r",[ ](?=\D)", ",", text)
    return (
        re.sub(r"\b(\d{1,2})[ ](?=(?:min|minutes|levels|units|views|joints|discs|mm|cm|ml)\b)", r"\1", text)
        + _PHONE
    )


def _typo(word: str, drawn: random.Random) -> str:
    """One letter behind the first is doubled, left out, another, or in the place of the next."""
    at = drawn.randrange(1, len(word) - 1)
    a, b = word[at], word[at + 1]
    ways: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + a + word[at:],
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + drawn.choice(_LETTERS.replace(a.lower(), "")) + word[at + 1 :],
        lambda: word[:at] + b + a + word[at + 2 :],
    )
    return drawn.choice(ways)()


def _reordered(body: str, drawn: random.Random) -> str:
    """Another order of the sentences; nothing where an order is part of what is said: more than one line,
    numbers, headings, speech, or a word that leans on a sentence before it."""
    text = body.strip()
    parts = _SENTENCE.split(text)
    if _STRUCTURE.search(text) or _LEANING.search(text) or not 2 <= len(parts) <= 8:
        return ""
    if not all(p[-1] in ".?!" for p in parts):
        return ""
    order = parts[:]
    while order == parts:
        drawn.shuffle(order)
    return " ".join(order)
