"""Whose words are whose. The strings are our own; `test_corpus.py` holds the split against real mail."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultant.mail.quoting import Kind, joined, passages

DESK = "consult@desk.example"
ASK = "Is that 62304 or 62305?"


def new(text: str, subject: str = "", name: str = "") -> str:
    return joined(passages(text, subject, name), Kind.NEW)


@pytest.mark.parametrize(
    "opener",
    [
        "On Tue, 3 Mar 2026 at 14:05, Consult Desk <consult@desk.example> wrote:\n> old",
        "On Mar 3, 2026, at 2:05 PM, Consult Desk wrote:\n\n> old",
        "Am 03.03.2026 um 14:05 schrieb Consult Desk:\n> old",
        "Am Di., 3. März 2026 um 14:05 Uhr schrieb Desk <consult@desk.example>:\n\n> old",
        "Le mar. 3 mars 2026 à 14:05, Desk <consult@desk.example> a écrit :\n\n> old",
        "El mar, 3 mar 2026 a las 14:05, Desk (<consult@desk.example>) escribió:\n\n> old",
        "Il giorno mar 3 mar 2026 alle ore 14:05 Desk <consult@desk.example> ha scritto:\n\n> old",
        "Em ter., 3 de mar. de 2026 às 14:05, Desk <consult@desk.example> escreveu:\n\n> old",
        "-----Original Message-----\nFrom: Desk\nold",
        f"{'_' * 32}\nFrom: Desk <{DESK}>\nSent: Tuesday\nTo: Pat\nSubject: Re: x\n\nold",
        f"From: Desk <{DESK}>\nSent: Tuesday, March 3, 2026 2:05 PM\nTo: Pat\nSubject: RE: x\n\nold",
        f"Von: Desk <{DESK}>\nGesendet: Dienstag, 3. März 2026 14:05\nAn: Pat\nBetreff: AW: x\n\nold",
        "*From:* Desk <consult@desk.example>\n*Sent:* Tuesday\n*To:* Pat\n*Subject:* x\n\nold",
        "> old",
        "Consult Desk wrote on 3 Mar 2026:\n| old\n| older",
        "On 3 Mar 2026, the desk wrote:\n> 64635 is old",
    ],
)
def test_earlier_mail_below(opener: str) -> None:
    found = passages(f"{ASK}\n\n{opener}\n")
    assert joined(found, Kind.NEW) == ASK
    assert "old" in joined(found, Kind.QUOTED)


@pytest.mark.parametrize("own", ["1. lumbar\n2. yes, same doc", "2 levels, lumbar", "3. LP", "1) L4\n2) no"])
@pytest.mark.parametrize(
    "opener",
    [
        "> On Fri, Nov 20, 2026 at 4:12 PM, Consult Desk wrote:\n>\n> old",
        "On Fri, Nov 20, 2026 at 4:12 PM, Consult Desk <consult@desk.example> wrote:\n> old",
        "On Fri,\nNov 20, 2026 at 4:12 PM Consult Desk <consult@desk.example>\nwrote:\n\n> old",
        "2026-11-20 16:12 GMT+01:00 Consult Desk <consult@desk.example>:\n\n> old",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_an_answer_in_a_list_is_not_part_of_what_introduces_earlier_mail(
    own: str, opener: str, gap: str
) -> None:
    found = passages(f"{own}{gap}{opener}\n")
    assert joined(found, Kind.NEW) == own
    assert "old" in joined(found, Kind.QUOTED)


@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday Dr. Smith wrote: lumbar myelogram. What code?",
        "On 3/4/2026 at 14:30 the radiologist wrote:\n\nLumbar myelogram via L3-4.\n\nWhat code?",
        "From: L4\nTo: S1\nfusion, which code?",
        "Date: 3/4/2026\nProcedure: myelogram\nSubject: code",
        ">50% stenosis, is that 62304?",
        "stenosis\n> 3 levels\nwhich code?",
        ">From the report: lumbar. Code?",
        "Visit us now...\n>>> >>>  http://clinic.example <<<\nWhich code?",
        "-- FOUR levels\n-- two regions\nwhich code?",
        "Op note:\nThe patient was sent:\nhome",
    ],
)
def test_own_words_that_look_like_a_quotation_stay(text: str) -> None:
    assert new(text) == text


def test_answers_between_quoted_lines_keep_their_order() -> None:
    text = (
        "On Mar 3, 2026, at 2:05 PM, Desk <consult@desk.example> wrote:\n\n"
        "> 1. Who injected the contrast?\nthe radiologist\n> 2. Which regions?\n"
        "cervical and lumbar\n> Consult Desk\n"
    )
    assert new(text) == "the radiologist\ncervical and lumbar"


def test_answers_between_marked_lines_below_a_header_that_is_not_marked_are_new() -> None:
    header = "-----Original Message-----\nFrom: Desk\nSent: Tuesday\nTo: Pat\nSubject: RE: x\n\n"
    text = f"See below.\n\n{header}> 1. Thermal or pulsed?\n\nthermal\n\n> 2. Which side?\n\nright"
    assert new(text) == "See below.\n\nthermal\n\nright"
    assert new(f"See below.\n\n{header}> all of it\n> is marked") == "See below."
    assert new(f"See below.\n\n{header}old\n> older\nold") == "See below."


def test_what_is_written_below_the_quotation_is_new() -> None:
    assert new("On 03/03/2026 02:05 PM, Desk wrote:\n> which route?\nlumbar puncture") == "lumbar puncture"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("FYI\n\n---------- Forwarded message ---------\nFrom: A <a@b.example>\n\nold", "x"),
        ("FYI\n\nBegin forwarded message:\n\n> From: A <a@b.example>\n>\n> old", "x"),
        ("FYI\n\nFrom: A <a@b.example>\nSent: today\nTo: B\nSubject: x\n\nold", "FW: x"),
        ("FYI\n\nVon: A <a@b.example>\nGesendet: heute\nAn: B\nBetreff: x\n\nold", "WG: x"),
        ("FYI\n\n-----Original Message-----\nFrom: A\n\nold", "Fwd: x"),
    ],
)
def test_a_forwarded_mail_is_told_apart_from_a_quoted_one(text: str, subject: str) -> None:
    found = passages(text, subject)
    assert joined(found, Kind.NEW) == "FYI"
    assert joined(found, Kind.FORWARDED).endswith("old")
    assert not joined(found, Kind.QUOTED)


@pytest.mark.parametrize(
    ("signature", "name"),
    [
        ("-- \nDana Coder, Quincy, IL 62305", ""),
        ("--\nDana Coder, Quincy, IL 62305", ""),
        ("Sent from my iPhone", ""),
        ("Get Outlook for iOS", ""),
        ("Von meinem iPhone gesendet", ""),
        ("Dana Coder, CPC\nCoding\nQuincy, IL 62305", "Dana Coder"),
        ("Dana Coder, CPC\ndana@clinic.example\n(555) 346-9947", ""),
        (
            "CONFIDENTIALITY NOTICE: This e-mail is confidential, for the intended recipient, 62305.",
            "",
        ),
    ],
)
def test_a_signature_is_no_part_of_the_question(signature: str, name: str) -> None:
    found = passages(f"{ASK}\n\n{signature}", "", name)
    assert joined(found, Kind.NEW) == ASK
    assert joined(found, Kind.SIGNATURE) == signature


def test_what_follows_a_closing_is_the_signature_and_the_closing_is_not() -> None:
    found = passages(f"{ASK}\n\nThanks so much,\n\nDana Coder, CPC\nQuincy, IL 62305")
    assert joined(found, Kind.NEW) == f"{ASK}\n\nThanks so much,"
    assert joined(found, Kind.SIGNATURE) == "Dana Coder, CPC\nQuincy, IL 62305"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks,\nand is 77003 billed with it?",
        "Thanks!",
        f"{ASK}\n\nThanks,\nDana\n\nP.S. It was done with one radiologist who did everything.",
        f"{ASK}\n\nThanks\nThe level was L4-5 and the approach was by lumbar puncture with CT afterwards.",
        "Dana Coder",
    ],
)
def test_words_after_a_closing_that_are_no_card_stay(text: str) -> None:
    assert new(text, "", "Dana Coder") == text


@given(st.text(st.sampled_from("ab >:@\n-_O.0nFrom"), max_size=400), st.text(max_size=20))
def test_every_line_ends_up_in_one_passage(text: str, name: str) -> None:
    found = passages(text, "", name)
    whole = "\n".join(p.text for p in found)
    assert sorted("".join(whole.split())) == sorted("".join(text.split()))


REDOS = [  # strings on which well-known splitters hang, and relatives of theirs
    "On " + "a" * 6_000,
    "On 1 " + "a@" * 3_000 + "\n",
    ("On Mon, " + " " * 300) * 20,
    "On " * 3_000 + "wrote",
    "-" * 6_000,
    "--- On " * 1_000,
    "_" * 6_000 + "\n",
    "From: " + "x" * 6_000 + "\nSent:" * 1_000,
    ">" * 6_000,
    "> " * 3_000,
    "<" * 6_000 + "@",
    "http://" * 1_000 + "\n>",
    "\n" * 6_000 + "wrote:",
    "thanks " * 1_000,
    "\t \t" * 2_000 + "x",
    "Sent from " * 600 + "\n",
    "1:1:" * 1_500 + "wrote:",
    "de : " * 1_200,
    "confidential " * 500,
    "a.b@" * 1_500,
]


@pytest.mark.parametrize("text", REDOS, ids=range(len(REDOS)))
def test_no_string_makes_it_hang(text: str) -> None:
    for mail in (text, (text + "\n") * 20, f"hi\n{text}\n> x"):
        began = time.process_time()
        passages(mail, text[:300], text[:300])
        assert time.process_time() - began < 1


def test_an_attribution_begins_on_its_own_line_and_not_in_the_text_above() -> None:
    text = (
        "32 minutes on the date, we go by time. 99203 or 99214?\n\n"
        "On Tue, Nov 3, 2026 at 9:14 AM Consult Desk <consult@desk.example> wrote:\n> Is 45385 right?\n"
    )
    assert [p.kind for p in passages(text)] == [Kind.NEW, Kind.QUOTED]
