"""What a reply shows of the published tables: whose, of which day, and nothing twice."""

from datetime import date
from pathlib import Path

import pytest

from consultant.answer.asked import wanted
from consultant.answer.figures import Figures, figures
from consultant.config.knowledge import Knowledge
from consultant.config.templates import load_letters
from consultant.consult import Consultant
from consultant.editions.building import build
from consultant.editions.opened import OpenEdition
from consultant.inquiry.understand import understand
from consultant.knowledge.importers.source import Hints
from consultant.mail.screen import House
from tests.conftest import DESK, NOW, ROOT, Asker
from tests.knowledge.importers import samples


def shown(text: str, knowledge: Knowledge) -> Figures:
    [question] = understand(knowledge.reader, "", text).questions
    return figures(wanted(question, knowledge.edition, date(2026, 11, 21)), knowledge.edition)


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("NCCI for 62302 and 62304 hospital", "hospital"),
        ("hospital NCCI edit for 62302 and 62304?", "hospital"),
        ("MUE of 64484, hospital outpatient", "hospital"),
        ("Any NCCI edits for 62302 and 62304 on a hospital claim?", "hospital"),
        ("NCCI edits for 62302 and 62304, done at the hospital", "practitioner"),
        ("can a hospital radiologist bill 62304 with 72132", "practitioner"),
        ("NCCI edits of 62302 and 62304 for the physician, facility setting", "practitioner"),
        ("NCCI for 62302 and 62304", "practitioner"),
    ],
)
def test_whose_tables(text: str, setting: str, knowledge: Knowledge) -> None:
    assert shown(text, knowledge).wanted.setting == setting


def test_each_year_is_paid_by_its_own_indices(knowledge: Knowledge) -> None:
    made = shown("Medicare fee for 62304 in Chicago in 2025 and 2026?", knowledge)
    assert len(made.cards) == 2
    assert [str(p.nonfacility) for c in made.cards for f in c.fees for p in f.local] == ["251.13", "253.33"]
    alone = [shown(f"Medicare fee for 62304 in Chicago in {year}?", knowledge) for year in (2025, 2026)]
    assert [c.fees for one in alone for c in one.cards] == [c.fees for c in made.cards]


def test_days_that_share_a_release_are_shown_once(knowledge: Knowledge) -> None:
    made = shown("RVU of 64483 in 2024, 2025 and 2026?", knowledge)
    assert [str(c.fees[0].value.trace.effective) for c in made.cards] == ["2025-10-01", "2026-07-01"]


def test_relative_values_of_several_codes_are_no_claim(knowledge: Knowledge) -> None:
    assert shown("RVU of 64483, 64484 and 20610 in 2026?", knowledge).review is None
    assert shown("Can I bill 64483, 64484 and 20610 together?", knowledge).review is None
    assert shown("Would a claim with 64483, 64484 and 20610 together pass?", knowledge).review


@pytest.mark.parametrize(
    ("text", "column", "value"),
    [
        ("can 80 be used on 63030?", "assistant", "2"),
        ("can 62 be billed on 22551?", "cosurgeon", "2"),
        ("Can we append AS to 63047?", "assistant", "2"),
        ("is 50 allowed on 64483?", "bilateral", "1"),
        ("does 72240 take a TC?", "pctc", "1"),
    ],
)
def test_a_modifier_asked_about_comes_with_its_indicator(
    text: str, column: str, value: str, knowledge: Knowledge
) -> None:
    [ruling] = shown(text, knowledge).rulings
    assert [(i.column, i.value) for i in ruling.indicators] == [(column, value)]
    assert ruling.trace


def test_official_descriptors_stand_in_a_reply_only_where_they_are_licensed(
    ask: Asker, knowledge: Knowledge, tmp_path: Path
) -> None:
    words = "Our own words in the place of official ones"
    (tmp_path / "LONGULT.txt").write_bytes(samples.cpt_standard([f"62304\t{words}"]))
    hints = Hints(excerpt=True, effective=20260101)
    licensed = OpenEdition(build([tmp_path], tmp_path / "out", NOW, hints=hints).path)
    edition = knowledge.edition.with_published(licensed)
    letters = load_letters(ROOT / "templates" / "reply", edition)
    asker = Asker(Consultant(edition, knowledge.reader, letters, house=House(addresses=(DESK,)), name="Desk"))
    told = asker("What is 62304?").reply
    plain = ask("What is 62304?").reply
    assert told
    assert plain
    for said in (told.text, told.html):
        assert words in " ".join(said.split())
        assert "copyright 2025 American Medical Association" in " ".join(said.split())
    assert "OFFICIAL" not in plain.text + plain.html


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Past: EGD 2019.\nToday: EGD with biopsy, 10/14/2025.\nWhich code?", date(2025, 10, 14)),
        ("Lumbar myelogram, s/p L4-5 fusion 2019, one radiologist. Which code?", None),
        (
            "Comparison: MRI 03/02/2021.\n\nMyelogram 2025-11-04, cervical, one radiologist. Code?",
            date(2025, 11, 4),
        ),
        ("What did Medicare pay for 62304 in March 2025?", date(2025, 3, 1)),
    ],
)
def test_a_day_of_the_past_is_no_day_of_service(text: str, on: date | None, knowledge: Knowledge) -> None:
    [question] = understand(knowledge.reader, "", text).questions
    found = wanted(question, knowledge.edition, date(2026, 11, 21))
    assert (found.on, found.dated) == (on or date(2026, 11, 21), on is not None)
