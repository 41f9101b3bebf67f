"""Notes and questions in turns of phrase that were misread once."""

import pytest

from tests.answer.test_several_services import answered, billed
from tests.conftest import Asker


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "EGD with bipolar of a bleeding ulcer. Biopsy for H. pylori was deferred because of the "
            "bleeding. Code?",
            ["43255"],
        ),
        (
            "Cold snare of a cecal polyp, cold forceps removal of another in the rectum. 45385 and 45384, or "
            "45380-59?",
            ["45385", "45380-59"],
        ),
        (
            "Myelogram by lumbar puncture, injected and read by one doctor. FINDINGS: Cervical: "
            "ventral defect "
            "C5-6. Thoracic: "
            "cord outline normal. The lumbar spine was not imaged. Code?",
            ["62305"],
        ),
        (
            "X-ray lumbar spine: standing AP, standing neutral lateral, right oblique, left oblique, "
            "lateral in "
            "flexion, lateral in extension. Patient managed moderate flexion only. Code?",
            ["72114"],
        ),
        (
            "Headache after a spinal tap. Under fluoroscopy a Tuohy needle to the epidural space at "
            "L3-4 by loss of "
            "resistance, 18 mL of autologous blood injected. No steroid. Codes?",
            ["62273"],
        ),
        (
            "Right hip injection, our C-arm. A code like the ultrasound one? The C-arm was "
            "positioned over the hip. "
            "Ultrasound was not used.",
            ["20610-RT", "77002"],
        ),
        (
            "Right L4-5 laminotomy and microdiscectomy. She had back surgery before, a left L5-S1 "
            "discectomy in "
            "2014. L4-5 has never been operated on. Is this the re-do code?",
            ["63030-RT"],
        ),
        (
            "PLIF at L5-S1 and a separate stenosis decompression with facetectomy and foraminotomy "
            "at L2-3, not "
            "fused. Can 63047-59 ride with 22630?",
            ["22630", "63047-59"],
        ),
        (
            "Interlaminar epidural injection L4-L5. All our templates default to the fluoro code.\n"
            "Fluoroscopy: [ ] yes  [x] no - equipment out of service\nUltrasound: [ ] yes  [x] no\nCode?",
            ["62322"],
        ),
        (
            "Is the thoracic w/wo as well?\n\nEXAM: MRI CERVICAL SPINE WITHOUT AND WITH CONTRAST; "
            "MRI THORACIC "
            "SPINE WITHOUT CONTRAST\nTECHNIQUE: Cervical images before and after gadolinium. Thoracic images "
            "before the injection only.",
            ["72156", "72146"],
        ),
        (
            "TLIF L4-5 with posterolateral fusion, laminectomy of L4 with facetectomies and "
            "foraminotomies beyond "
            "what was needed to reach the disc. Pedicle screws L4 and L5, one cage. No "
            "instrumentation above L4. "
            "Codes?",
            ["22633", "22853", "22840", "63052"],
        ),
        (
            "Two injection codes with sides?\n\nPROCEDURE NOTE\nProcedures: ultrasound guided "
            "injection of right "
            "ankle joint; injection of left knee.\nAnticoagulant: none.\n1. Right ankle. Needle in "
            "plane under "
            "ultrasound, image stored.\n2. Left knee. By landmarks, no ultrasound.",
            ["20606-RT", "20610-LT"],
        ),
        (
            "Lateral lumbar interbody fusion L2-3 and L3-4, transpsoas, cages with allograft chips. "
            "L4-5 was not "
            "fused since the iliac crest blocked the way. Codes?",
            ["22558", "22585", "22853 x2"],
        ),
        (
            "Suppose the pain physician had only injected a thoracic myelogram, by LP, and the "
            "radiologist from the "
            "other group had supervised and read it. How would the two claims look?",
            ["62284", "72255"],
        ),
        (
            "ED doc tapped a pt at bedside, no imaging, fluid to lab r/o meningitis. Which CPT? What "
            "if it was done "
            "under fluoro?",
            ["62270", "62328"],
        ),
    ],
)
def test_notes_are_read_as_they_are_written(ask: Asker, text: str, codes: list[str]) -> None:
    answer, _ = answered(ask, text)
    assert billed(answer) == codes
