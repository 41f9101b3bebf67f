"""Lines that tell a case for each of several days, and logs by the hour."""

import pytest

from consultant.config.knowledge import Knowledge
from consultant.inquiry.layout import plain
from consultant.inquiry.understand import understand

TWO_DAYS = """Two dates of service.
11/09/26 lumbar spine AP and lateral films.
11/11/26 lumbar spine flexion and extension films.
What goes on each date?"""


def test_each_day_is_a_case(knowledge: Knowledge) -> None:
    assert len(understand(knowledge.reader, "", TWO_DAYS).questions) == 2


def test_days_that_nobody_sets_apart_are_one(knowledge: Knowledge) -> None:
    text = TWO_DAYS.replace("Two dates of service.", "Copied.").replace("What goes on each date?", "Codes?")
    assert len(understand(knowledge.reader, "", text).questions) == 1


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Log\n0905 CT\n0911 scan\n0930 out", "Log\n09:05  CT\n09:11  scan\n09:30  out"),
        (
            "Time\n8:05-8:15 physician reads (10 min)\n8:50-9:02 nurse: vitals (12 min)\n9:05 visit (28 min)",
            "Time\n08:05  physician reads, 10 min\n08:50  nurse, vitals, 12 min\n09:05  visit, 28 min",
        ),
        (
            "Time\n0805 visit\n0830 note\nWed 11/11 0750 phone call",
            "Time\n08:05  visit\n08:30  note\n07:50  another day: phone call",
        ),
        ("Past\n2019 fusion\n2021 block\n2022 block", "Past\n2019 fusion\n2021 block\n2022 block"),
        ("Two\n0905 CT\n0911 scan", "Two\n0905 CT\n0911 scan"),
    ],
)
def test_a_log_is_read_by_its_times(text: str, made: str) -> None:
    assert plain(text) == made


def test_minutes_of_a_log_add_up_without_those_of_others(knowledge: Knowledge) -> None:
    from consultant.answer.answer import answer

    log = """New patient, commercial payer, code by time. Which level?
08:05-08:15  physician reads the records (10 min)
08:50-09:02  medical assistant: vitals (12 min)
09:05-09:33  physician with the patient (28 min)
17:20-17:29  physician writes the note (9 min)"""
    found = answer(understand(knowledge.reader, "", log), knowledge.edition)
    assert [r.code for r in found.recommended()] == ["99204"]
