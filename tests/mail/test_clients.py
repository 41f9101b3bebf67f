"""How the world's mail programs introduce earlier mail: their shapes, our words."""

import pytest

from consultant.mail.quoting import Kind, joined, passages

ASK = "Is that 62304 or 62305?"
D = "Desk <consult@desk.example>"
UNMARKED = [  # earlier mail without ">": it has to be known by what stands above it
    f"pe 3. maaliskuuta 2026 klo 14.05 Desk\n{D[5:]} kirjoitti:\n\nold",
    f"ср, 4 мар. 2026 г. в 15:19, {D}:\n\nold",
    f"-------- Message d'origine --------\nDe : {D}\nDate : 03/03/26\nÀ : pat@x.example Objet : x\nold",
    f"-------- Oprindelig besked --------\nFra: {D}\nDato: 03.03.2026  17.45\nTil: Pat\nEmne: x\nold",
    "---- On Tue, 03 Mar 2026 14:02:50 +0000 consult@desk.example wrote ----\n\nold",
    "----- Original Message -----\n\nHi Pat,\nold",
    "From: Consult Desk \n<consult@desk.example> \nSent: Tuesday, March 3, 2026\nTo: Pat\nSubject: x\n\nold",
    f"{D} schrieb am Di., 3. März 2026 um 11:53 Uhr:\n\nold",
    f"{D} wrote on Tue, 3 Mar 2026 11:53:\n\nold",
    "søn. 1. mar. 2026 kl. 00.26 skrev Desk <consult@desk.example>:\n\nold",
    f"2026年3月3日(火) 18:12 {D}:\n\nold",
    f"From: {D} [mailto:consult@desk.example] On\nBehalf Of Kim\nSent: Monday\nTo: Pat\nSubject: x\n\nold",
    f"From: {D}\n\nSent: Tuesday, March 3, 2026 2:33 PM\n\nTo: Pat\n\nSubject: Re: x\n\nold",
    f"보낸 사람: {D}\n보낸 날짜: 2026년 3월 3일\n받는 사람: Pat\n제목: RE: x\n\nold",
    f"Odesílatel: {D}\nOdesláno: úterý 3. března 2026 14:05\nKomu: Pat\nPředmět: RE: x\n\nold",
    f"发件人: {D}\n发送时间: 2026年3月3日 14:05\n收件人: Pat\n主题: 回复: x\n\nold",
    f"On Tue, Mar 3, 2026 at 2:05 PM, {D} wrote: old",
]
MARKED = [
    "On Tue, Mar 3, Consult Desk\n<consult@desk.example>\nwrote:",
    "On Tue, 2026-03-03 at 18:02 +0530, Desk wrote:",
    "воскресенье, 1 марта 2026 г. пользователь Desk написал:",
    f"בתאריך יום ג׳, 3 במרץ 2026 ב-14:05 מאת {D}:",
    f"في الثلاثاء، 3 مارس 2026 في 2:05 م تمت كتابة ما يلي بواسطة {D}:",
    f"2026年3月3日 18:12 +0900、{D}のメール:",
    f"2026년 3월 3일 (화) 오후 2:05, {D}님이 작성:",
    f"3 Mar 2026 Salı, 14:05 tarihinde {D} şunu yazdı:",
    f"2026. márc. 3., K 14:05 időpontban {D} ezt írta:",
    f"Vào Th 3, 3 thg 3, 2026 vào lúc 14:05 {D} đã viết:",
    f"Quoting {D}:",
]
OWN = [  # what looks like the header of a mail, and is an operation
    "Patient: 64 y/o male\nDate: 3/3/2026\nFrom: L3\nTo: L5\nProcedure: fusion",
    "PROCEDURE: lumbar myelogram\nFROM: L1 TO: L5\nDATE: 3/3/2026\nSUBJECT: Dr Smith\nwhich code?",
    "Date of service: 3/3/2026\nTo: Dr. Smith\nSubject: myelogram\nwhich code?",
    "On 03/03/2026 the patient had a myelogram. The radiologist wrote:\nIMPRESSION: stenosis\nwhich code?",
    "The data comes From: our database, not From: other sources.",
]


@pytest.mark.parametrize("below", UNMARKED)
def test_earlier_mail_without_marks(below: str) -> None:
    found = passages(f"{ASK}\n\n{below}\n")
    assert joined(found, Kind.NEW) == ASK
    assert joined(found, Kind.QUOTED).endswith("old")


@pytest.mark.parametrize("above", MARKED)
def test_what_stands_above_marked_lines(above: str) -> None:
    found = passages(f"{ASK}\n\n{above}\n\n> old\n")
    assert joined(found, Kind.NEW) == ASK
    assert joined(found, Kind.QUOTED).endswith("old")


@pytest.mark.parametrize("text", OWN)
def test_an_operation_is_no_header(text: str) -> None:
    assert joined(passages(text), Kind.NEW) == text


def test_a_line_of_the_program_and_an_attribution_that_runs_on() -> None:
    found = passages(
        f"{ASK}\n\nSent from Yahoo Mail on Android\n\nOn Tue, Mar 3, 2026 at 2:05 PM, {D} wrote: old"
    )
    assert joined(found, Kind.NEW) == ASK
    assert joined(found, Kind.SIGNATURE) == "Sent from Yahoo Mail on Android"
    assert joined(found, Kind.QUOTED).endswith("old")
