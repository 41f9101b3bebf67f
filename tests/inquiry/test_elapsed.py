"""Days named in a mail, and what the time between two of them says."""

from datetime import date

import pytest

from consultant.config.knowledge import Knowledge
from consultant.inquiry.dates import days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 08/14/2023", date(2023, 8, 14), date(2023, 8, 14)),
        ("on 8/14/23,", date(2023, 8, 14), date(2023, 8, 14)),
        ("2023-08-14", date(2023, 8, 14), date(2023, 8, 14)),
        ("Aug. 14th, 2023", date(2023, 8, 14), date(2023, 8, 14)),
        ("in February 2024", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_day_is_read(text: str, first: date, last: date) -> None:
    assert [(d.first, d.last) for d in days(text)] == [(first, last)]


@pytest.mark.parametrize("text", ["13/45/2023", "marching 2024 miles", "room 8/14", "2023-99-01"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Last seen 08/14/2023, seen again 11/18/2026.", "new"),
        ("Last seen 11/19/2023. Back 11/18/2026.", "established"),
        ("Last seen 11/18/2023. Back 11/18/2026.", "new"),
        ("She saw Dr. Roe in January 2024. Today, Nov 19, 2026, she is back.", "established"),
        ("Saw us 3/2/2019 and saw Dr. Kay 5/5/2025. Now 11/18/2026.", "established"),
        ("Last visit in November 2023. Now 11/18/2026.", None),  # which day of that November?
        ("Last seen 08/14/2023.", None),
        ("DOB 03/04/1958. Seen 11/18/2026.", None),
    ],
)
def test_time_gone_by_says_whether_a_patient_is_new(
    knowledge: Knowledge, text: str, value: str | None
) -> None:
    mentions = knowledge.reader.read(text).mentions
    found = {m.value for m in mentions if (m.kind, m.owner, m.name) == ("axis", "em_office", "patient")}
    assert found - {"unsaid"} == ({value} if value else set())
    assert not [m for m in mentions if m.kind == "elapsed"]
