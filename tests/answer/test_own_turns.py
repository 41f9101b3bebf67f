"""Our own turns of phrase for what was there and not done, whose it was and how much of it counts."""

import pytest

from consultant.answer.parts import Part
from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Lumbar interlaminar epidural L4-5. The C-arm was in the room but stayed off. Code?", ["62322"]),
        (
            "SCS trial, two percutaneous leads placed under fluoro. The paddle set was on the back "
            "table. Codes?",
            ["63650 x2"],
        ),
        (
            "Facet blocks right L4-5 and L5-S1 with fluoro. L3-4 was marked on the skin only. Codes?",
            ["64493-RT", "64494-RT"],
        ),
        (
            "What would the radiologist bill? The surgeon did the puncture and injected; the "
            "radiologist, not in "
            "our group, read the lumbar myelogram.",
            ["72265"],
        ),
        ("Established patient, 32 minutes by Dr. Ortiz, and another 15 by the nurse. Level?", ["99214"]),
        (
            "New patient, 50 min total on the day. I also spent 20 min the evening before reviewing "
            "the chart. "
            "Level?",
            ["99204"],
        ),
        (
            "CT myelogram: LP, contrast, no films taken, CT of cervical and thoracic. One "
            "radiologist. Codes?",
            ["62284", "72126", "72129"],
        ),
        (
            "L3, L4 medial branches and L5 dorsal ramus burned on the right, 80C. Codes?",
            ["64635-RT", "64636-RT"],
        ),
        ("Lumbar spine xray 2 views plus flexion and extension. Code?", ["72110"]),
        ("SI joint, left, fluoro, hospital outpatient. What does the hospital report?", ["G0260"]),
        ("Right L4-5 microdiscectomy, same spot as 2019 surgery. Code?", ["63042-RT"]),
        (
            "ALIF L5-S1 with a cage, then same day posterior screws L5-S1, no posterior fusion. Codes?",
            ["22558", "22853", "22840"],
        ),
        (
            "New patient but seen by our podiatrist last year; this is cardiology in the same group. "
            "Low MDM. Level?",
            ["99203"],
        ),
        (
            "Flare of gout in the wrist treated; the right knee injected, no ultrasound. Injection code?",
            ["20610-RT"],
        ),
        (
            "Right knee arthritis and left shoulder pain, both injected by landmark. Codes?",
            ["20610-RT", "20610-59-LT"],
        ),
        ("Pt with left knee pain. Aspirated and injected w/o US. CPT?", ["20610-LT"]),
    ],
)
def test_only_what_was_done_is_billed(ask: Asker, text: str, codes: list[str]) -> None:
    answer, _ = answered(ask, text)
    assert sorted(billed(answer)) == sorted(codes)


def test_two_findings_do_not_say_which_work_was_done(ask: Asker) -> None:
    answer = ask(
        'Surgeon "decompressed L4-5 and L5-S1", the sheet lists both HNP and stenosis. No op note. Do I go '
        "with 63030/63035 or 63047/63048?"
    ).answer
    assert answer is not None
    assert not billed(answer)
    assert "reason" in [a.axis for p in answer.parts for a in p.asks]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "Right knee injected blind. Which code, and what would change if ultrasound with an "
            "image had been used?",
            ["20610-RT"],
            ["20611-RT"],
        ),
        (
            "Lumbar myelogram, our radiologist injected and read, global. Code please - and how does "
            "it look if the "
            "cervical was studied too?",
            ["62304"],
            ["62305"],
        ),
        (
            "Left L4-5 and L5-S1 facet injections with fluoroscopy, please give codes. And if he had "
            "done both sides, "
            "what would change?",
            ["64493-LT", "64494-LT"],
            ["64493-50", "64494-50"],
        ),
    ],
)
def test_what_is_only_supposed_is_a_second_question(
    ask: Asker, text: str, first: list[str], second: list[str]
) -> None:
    answer, _ = answered(ask, text)
    assert [billed_of(part) for part in answer.parts] == [first, second]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Mr. Ortiz: left knee injected blind. Ms. Behr: right shoulder injected under ultrasound "
            "with a saved image. "
            "Codes please.",
            [["20610-LT"], ["20611-RT"]],
        ),
        (
            "Patient A had an SCS trial with two perc leads. Patient B had an L4-5 interlaminar ESI, "
            "fluoro. Codes?",
            [["63650"], ["62323"]],
        ),
        (
            "Mr. Ortiz had his left knee injected blind. Mr. Ortiz also wants a brace. Codes please.",
            [["20610-LT"]],
        ),
    ],
)
def test_each_person_is_a_case(ask: Asker, text: str, codes: list[list[str]]) -> None:
    answer, _ = answered(ask, text)
    assert [billed_of(part) for part in answer.parts] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Est pt, low MDM for a separate knee problem; vertebroplasty (cement only) L3 on the "
            "same day. 25 or 57?",
            ["99213-25", "22511"],
        ),
        (
            "Est. patient, seen for new wrist pain, low MDM. Also had the planned left C6 "
            "transforaminal ESI under CT. "
            "Codes?",
            ["64479-LT", "99213-25"],
        ),
    ],
)
def test_a_visit_and_a_procedure_of_one_day_are_both_billed(ask: Asker, text: str, codes: list[str]) -> None:
    answer, _ = answered(ask, text)
    assert sorted(billed(answer)) == sorted(codes)


def billed_of(part: Part) -> list[str]:
    return ["-".join([r.code, *r.modifiers]) for r in part.recommended]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "MRI lumbar w/o contrast please code. Wait: it was the thoracic spine. Still without contrast.",
            ["72146"],
        ),
        ("Earlier I wrote new patient. Sorry, she's established. Low MDM. Level?", ["99213"]),
        (
            "Kyphoplasty L1, L2 and L3 by our IR. Scratch that, L3 was only biopsied last month and "
            "not cemented. Codes?",
            ["22514", "22515"],
        ),
        (
            "Cervical and lumbar myelogram, one radiologist, needle L3-4. Scratch that, the lumbar "
            "was only a scout. Code?",
            ["62302"],
        ),
        (
            "Correction to the myelogram I sent: not lumbar but lumbar AND cervical. One doctor, "
            "injection plus "
            "interpretation. Code?",
            ["62305"],
        ),
        (
            "Subacromial bursa, right, Kenalog. I do not think he used the US. Confirmed: no "
            "ultrasound. CPT?",
            ["20610-RT"],
        ),
    ],
)
def test_a_correction_counts(ask: Asker, text: str, codes: list[str]) -> None:
    answer, _ = answered(ask, text)
    assert sorted(billed(answer)) == sorted(codes)


def test_only_the_service_asked_for_is_billed(ask: Asker) -> None:
    answer, _ = answered(
        ask, "Knee tap and LP the same day, both blind; I just need the code for the LP, it was diagnostic."
    )
    assert billed(answer) == ["62270"]


THREAD = """{new}

On Thu, Nov 19, 2026 at 4:47 PM Consult Desk <consult@desk.example> wrote:
> {asked}
>
> > {before}
"""


@pytest.mark.parametrize(
    ("new", "asked", "before", "codes"),
    [
        (
            "Yes, he did both parts. Lumbar puncture. All three regions were imaged.",
            "Did the same physician inject and interpret, and where was the puncture?",
            "Myelogram cervical, thoracic and lumbar. I get 62302 + 62303 + 62304, is this ok?",
            ["62305"],
        ),
    ],
)
def test_an_answer_goes_on_with_its_thread(
    ask: Asker, new: str, asked: str, before: str, codes: list[str]
) -> None:
    answer, _ = answered(ask, THREAD.format(new=new, asked=asked, before=before))
    assert billed(answer) == codes


NOTE = """Bilateral L3-4, L4-5 and L5-S1 facet joint injections.
With the C-arm the joints were seen on each side and injected under fluoroscopy.
Signed J. Hale MD 11/09/2026

ADDENDUM (J. Hale MD, 11/10/2026 09:20): Template text above is wrong as to levels. L3-4 was not injected on
either side. Only the L4-5 and L5-S1 facet joints were injected, both sides.
"""


def test_an_addendum_that_corrects_the_note_counts(ask: Asker) -> None:
    answer, _ = answered(ask, f"Do we bill the note or the addendum? Codes please.\n\n{NOTE}")
    assert billed(answer) == ["64493-50", "64494-50"]


def test_the_spread_of_the_dye_is_no_level(ask: Asker) -> None:
    answer, _ = answered(
        ask,
        "Interlaminar ESI at L4-5 under fluoro, contrast spread L3 to S1. Does the spread add units? CPT?",
    )
    assert billed(answer) == ["62323"]


def test_no_letter_is_empty(ask: Asker) -> None:
    outcome = ask("see html", "two shots one visit")
    assert outcome.reply is not None
    assert "What I can answer for" in " ".join(outcome.reply.text.split())


def test_a_proposed_modifier_asks_nothing_of_the_operation(ask: Asker) -> None:
    answer, _ = answered(
        ask,
        "Decision for spinal fusion was made in the visit yesterday and surgery is today. 25 or 57 on 99215?",
    )
    assert billed(answer) == ["99215-57"]
    assert not any(p.asks for p in answer.parts)
