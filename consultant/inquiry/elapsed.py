"""How long before the day of service something was ("last seen 08/14/2023", seen again 11/18/2026)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from consultant.inquiry.dates import Day, day_of, days, latest
from consultant.inquiry.mention import Assertion, Mention
from consultant.inquiry.words import Sentence

KIND = "elapsed"


def settled(text: str, parts: Sequence[Sentence], mentions: list[Mention]) -> list[Mention]:
    """With each cue of time gone by as the value it makes, or without it where the days do not tell."""
    marks = [m for m in mentions if m.kind == KIND]
    if not marks:
        return mentions
    told = days(text)
    service = latest(told)
    dated = {id(m): day for m in marks if (day := _day_at(parts[m.sentence], m, told)) and day != service}
    newest = max((d.first for d in dated.values()), default=None)
    out: list[Mention] = []
    for m in mentions:
        if m.kind != KIND:
            out.append(m)
        elif service and (day := dated.get(id(m))) and day.first == newest:
            out += _valued(text, m, day, service)
    return out


def _day_at(sentence: Sentence, mark: Mention, told: Iterable[Day]) -> Day | None:
    """The day that a cue speaks of: the next in its sentence, or else the last before it there."""
    here = [d for d in told if sentence.start <= d.start < sentence.end]
    behind = [d for d in here if d.start >= mark.start]
    return behind[0] if behind else here[-1] if here else None


def _valued(text: str, mark: Mention, day: Day, service: Day) -> Iterable[Mention]:
    """The value, where it is sure whichever day of the month is meant."""
    years, within, beyond = mark.value.split()
    start, end = min(mark.start, day.start), max(mark.end, day.end)
    plain = replace(
        mark, kind="axis", text=text[start:end], start=start, end=end, assertion=Assertion.ASSERTED
    )
    if _later(day.first, int(years)) > service.last:
        yield replace(plain, value=within)
    elif _later(day.last, int(years)) <= service.first:
        yield replace(plain, value=beyond)


def _later(day: date, years: int) -> date:
    """So many years later; of a leap day the first of March."""
    return day_of(day.year + years, day.month, day.day) or date(day.year + years, 3, 1)
