"""A thread of colleagues that is handed on: what is quoted tells the case, the new text asks about it."""

import pytest

from tests.answer.test_several_services import billed
from tests.conftest import Asker

JOINTS = "Dr G did the right glenohumeral joint and the left knee. Was the machine used for both?"
THREADS = {
    "nothing is told but in the quotation": (
        "Desk, how should this claim go out?",
        "On Tue, Nov 17, 2026 at 4:40 PM Tilda Fern <tf@gi.example> wrote:\n"
        "> EGD to the duodenum. Antral biopsies. Then a ring dilated with an 18 mm balloon. I keyed 43235, "
        "43239 and 43249.",
        ["43239", "43249"],
    ),
    "the sender points to it": (
        "Her note at the very bottom is what was done. Please tell us the line for Dr. B.",
        "From: Shauna Egbert\nSent: Thursday\nTo: Priya\nSubject: myelogram\n\nNeedle in at L3-4, Dr. B "
        "pushed the contrast himself. He took and dictated neck views and dorsal spine views of the "
        "myelogram. I have 62302 and 62303.",
        ["62305"],
    ),
    "the new text elaborates": (
        "Both plain steroid. Ultrasound for both, pictures saved. What goes on the claim?",
        f"On Nov 19, 2026, Rufus Tan <rt@ortho.example> wrote:\n> {JOINTS}",
        ["20611-RT", "20611-59-LT"],
    ),
    "the new text corrects": (
        "Disregard that, the foramen was T12-L1, right side only. Does 64483 survive?",
        "On Fri, Nov 20, 2026 Ned Carr <ned@pain.example> wrote:\n"
        "> Right L1-L2 transforaminal epidural with CT. I have 64483-RT.",
        ["64479-RT"],
    ),
}


@pytest.mark.parametrize("name", THREADS)
def test_the_thread_of_others_is_the_case(ask: Asker, name: str) -> None:
    new, quoted, codes = THREADS[name]
    outcome = ask(f"{new}\n\n{quoted}", "Re: the claim")
    assert outcome.answer is not None
    assert billed(outcome.answer) == codes


def test_a_letter_of_the_desk_is_no_thread_of_others(ask: Asker) -> None:
    outcome = ask(
        "Thank you. One more: if he had also done the L3-4 joint on that side, what comes on top?\n\n"
        "On Wed, Nov 18, 2026, Coding Desk wrote:\n> Right L4-5 and L5-S1 facet injections with fluoroscopy: "
        "64493-RT and 64494-RT.",
        "Re: facet question",
    )
    assert outcome.answer is not None
    assert "64495" in " ".join(billed(outcome.answer))


def test_a_service_told_by_the_sender_stays_his(ask: Asker) -> None:
    outcome = ask(
        "Caudal epidural with fluoroscopy, one dose. Which code?\n\n"
        "On Tue, Nov 17, 2026 at 4:40 PM Tilda Fern <tf@gi.example> wrote:\n> Is it a facet block at L4-5?",
        "Re: the claim",
    )
    assert outcome.answer is not None
    assert billed(outcome.answer) == ["62323"]


def test_ultrasound_for_one_joint_is_not_taken_for_the_other(ask: Asker) -> None:
    outcome = ask("Right shoulder with ultrasound, images saved, and left knee injection. Codes?", "Codes")
    assert outcome.answer is not None
    assert "20611-59-LT" not in billed(outcome.answer)
    assert any(part.asks for part in outcome.answer.parts)
