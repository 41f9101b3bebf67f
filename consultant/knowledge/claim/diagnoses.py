"""Diagnoses: valid, billable, in an order that their notes allow, and not excluding each other."""

import re

from consultant.knowledge.claim.bench import Bench
from consultant.knowledge.published import Diagnosis

_NAMED = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?(?=[-)\s,.]|$)-?")
_SPAN = re.compile(r"([A-Z][0-9A-Z]{2})-([A-Z][0-9A-Z]{2})(?![0-9A-Z.])")
_IF_ANY = re.compile(r"\bany associated\b|\bif (?:applicable|known|present|any)\b", re.I)
_MOST = 8


def check(bench: Bench) -> None:
    """Every diagnosis of the claim, and each against the others."""
    codes = bench.claim.diagnoses
    if not codes:
        bench.say("diagnosis_missing", ())
    found: list[Diagnosis] = []
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            bench.say("diagnosis_twice", [code])
        diagnosis = bench.published.concepts.diagnosis(code, bench.on)
        if diagnosis is None:
            _unknown(bench, code)
        else:
            bench.used(diagnosis.trace)
            _usable(bench, diagnosis)
            found.append(diagnosis)
    if found and found[0].code == _first(bench):
        _may_stand_first(bench, found[0])
    _excludes(bench, found)


def _first(bench: Bench) -> str:
    diagnosis = bench.published.concepts.diagnosis(bench.claim.diagnoses[0], bench.on)
    return diagnosis.code if diagnosis else ""


def _unknown(bench: Bench, code: str) -> None:
    """Not a code of the release, with the nearest that is one."""
    releases = bench.published.loaded("icd_tabular") or bench.published.loaded("icd_order")
    if not releases:
        bench.lacking("ICD-10-CM for", code)
        return
    near = _nearest(bench, code)
    codes = why = ""
    if near and near.billable:
        why, codes = f"; {near.code} is complete without the rest", f", such as {near.code}"
    elif near:
        why = f"; {near.code} ({near.title}) is the nearest that is one"
        codes = ", such as " + ", ".join(c for c, _ in near.completions[:_MOST]) if near.completions else ""
    bench.say("diagnosis_unknown", [code], release=releases[-1].title, why=why, codes=codes)


def _nearest(bench: Bench, code: str) -> Diagnosis | None:
    bare = code.replace(".", "")
    for length in range(len(bare) - 1, 2, -1):
        if found := bench.published.concepts.diagnosis(bare[:length].rstrip("X") or bare[:length], bench.on):
            return found
    return None


def _usable(bench: Bench, diagnosis: Diagnosis) -> None:
    if not diagnosis.billable:
        shown = ", ".join(c for c, _ in diagnosis.completions[:_MOST]) or "the codes below it"
        if len(diagnosis.completions) > _MOST:
            shown += " and others"
        bench.say("diagnosis_short", [diagnosis.code], diagnosis.trace, title=diagnosis.title, codes=shown)
    elif "unspecified" in diagnosis.title.lower():
        bench.say("diagnosis_unspecified", [diagnosis.code], diagnosis.trace, title=diagnosis.title)


def _may_stand_first(bench: Bench, diagnosis: Diagnosis) -> None:
    """A manifestation never leads (ICD-10-CM convention I.A.13)."""
    first = next((n for n in diagnosis.notes if n.kind == "codeFirst"), None)
    if first:
        why = f"code first {first.text}" if not first.text.lower().startswith("code first") else first.text
        kind = "diagnosis_after" if _IF_ANY.search(first.text) else "diagnosis_first"
        bench.say(kind, [diagnosis.code], diagnosis.trace, why=why)


def _excludes(bench: Bench, found: list[Diagnosis]) -> None:
    said: set[frozenset[str]] = set()
    for diagnosis in found:
        for other in found:
            pair = frozenset((diagnosis.code, other.code))
            if other is diagnosis or pair in said:
                continue
            note = next(
                (n for n in diagnosis.notes if n.kind == "excludes1" and _names(n.text, other.code)), None
            )
            if note:
                said.add(pair)
                bench.say(
                    "diagnosis_excludes",
                    (diagnosis.code, other.code),
                    diagnosis.trace,
                    title=note.code,
                    why=note.text,
                )


def _names(text: str, code: str) -> bool:
    """Does a note name the code, a code above it, or a span that holds it?"""
    inside = " ".join(re.findall(r"\(([^()]*)\)", text))
    spans = [(m[1], m[2]) for m in _SPAN.finditer(inside)]
    if any(first <= code[:3] <= last for first, last in spans):
        return True
    rest = _SPAN.sub(" ", inside)
    return any(code.startswith(m.group().rstrip("-.")) for m in _NAMED.finditer(rest))
