"""What a payer's policy says of codes goes before the codes, and a source that is asked for is named."""

import pytest

from consultant.answer.parts import Answer
from tests.conftest import Asker


def answered(ask: Asker, text: str) -> tuple[Answer, str]:
    outcome = ask(text)
    assert outcome.answer is not None
    assert outcome.reply is not None
    return outcome.answer, " ".join(outcome.reply.text.split())


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Can 64493 and 62323 be billed together same day?", "EI-04"),
        ("Can 62321 and 62323 be billed together, Medicare?", "EI-04"),
        ("Right C5-6 TFESI and right L5-S1 TFESI same session, Medicare. Bill both?", "ET-03"),
        ("Is 64495 covered by Medicare?", "FI-06"),
        ("TFESI L3-4, L4-5 and L5-S1 left, Medicare. Codes?", "ET-04"),
    ],
)
def test_the_policy_leads(ask: Asker, text: str, fact: str) -> None:
    said, reply = answered(ask, text)
    assert [p.facts for p in said.parts[0].policies] == [(fact,)]
    before = reply.partition("WHY")[0].partition("Coverage is")[0]
    assert f"[{fact}]" in before
    assert f"[{fact}] " in reply.partition("SOURCES")[2]


@pytest.mark.parametrize(
    "text",
    [
        "Can 64493 and 62323 be billed together same day? Payer is Aetna commercial.",
        "MBB of the L3, L4 and L5 medial branch nerves left. 64493, 64494, 64495?",
        "62323 or 64483 for a caudal with fluoro?",
        "L4-5 TFESI left, Medicare. Code?",
    ],
)
def test_no_policy_where_it_is_not_met(ask: Asker, text: str) -> None:
    said, _ = answered(ask, text)
    assert not any(p.policies for p in said.parts)


def test_nerves_are_told_from_joints(ask: Asker) -> None:
    _, reply = answered(ask, "MBB of the L3, L4 and L5 medial branch nerves left. 64493, 64494, 64495?")
    assert "64495: not here - needs: 3 or more joints; here: 2 (two neighbouring nerves" in reply
    _, reply = answered(ask, "MBB at L3-4 and L4-5 left. 64493, 64494, 64495?")
    assert "nerves" not in reply


def test_where_a_rule_stands_is_answered_with_its_source(ask: Asker) -> None:
    text = "Where can I find the guideline that says you can't bill 62284 with 72265 for the same provider?"
    said, reply = answered(ask, text)
    assert not said.recommended()
    assert "MY-02" in [f for p in said.parts[0].points for f in p.facts]
    assert "[MY-02] CPT 2015 and later" in reply
    assert "XS or 59" not in reply


def test_the_whole_guide_stays_away_from_a_question_of_a_modifier(ask: Asker) -> None:
    said, reply = answered(ask, "Is a 25 modifier required on 99213 when billed with 62323? Global days?")
    assert [p.facts for p in said.parts[0].points] == [("EM-07",)]
    assert "62323 000" in reply


def test_a_contrast_injection_beside_its_reading_asks_who(ask: Asker) -> None:
    said, _ = answered(ask, "Can 62284 and 72265 be billed together?")
    assert [a.axis for a in said.parts[0].asks] == ["who"]
    said, _ = answered(
        ask, "Two doctors: one injected, another read. Can 62284 and 72265 be billed together?"
    )
    assert not said.parts[0].asks


def test_an_add_on_goes_nowhere_without_a_parent(ask: Asker) -> None:
    said, _ = answered(ask, "Patient had a vertebroplasty. What code?")
    assert not said.recommended()
    assert said.parts[0].asks


def test_the_modifier_asked_for_leads(ask: Asker) -> None:
    text = "Which modifier for a new patient visit the day before a 63047 when the surgery decision was made?"
    _, reply = answered(ask, text)
    assert reply.index("Modifier 57") < reply.index("63047 -")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("New patient, 65 minutes total time, can we bill 99205? and can G2211 be added?", "99205"),
        ("99214 for diabetes, no procedure. Can G2211 be added?", "99214"),
    ],
)
def test_the_complexity_add_on_is_allowed_under_its_conditions(ask: Asker, text: str, code: str) -> None:
    said, reply = answered(ask, text)
    assert code in [r.code for r in said.recommended()]
    assert f"G2211: may be billed beside {code} - for Medicare, with a continuing relationship" in reply
    assert "[EM-08]" in reply
    assert "basis" not in [a.axis for p in said.parts for a in p.asks]


def test_the_complexity_add_on_is_not_paid_beside_an_injection(ask: Asker) -> None:
    said, reply = answered(ask, "Est patient 99214 with 20610, can we add G2211?")
    found = [(r.code, r.modifiers) for r in said.recommended()]
    assert found == [("99214", ("25",)), ("20610", ())]
    assert "G2211: do not add it" in reply


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Where is it written that fluoroscopy is included in 62323?", "EI-09"),
        ("What is the source for not billing 77003 with 64483?", "ET-06"),
    ],
)
def test_the_source_of_a_rule_however_it_is_asked_for(ask: Asker, text: str, fact: str) -> None:
    _, reply = answered(ask, text)
    assert f"[{fact}]" in reply.partition("SOURCES")[0]
    assert f"[{fact}] " in reply.partition("SOURCES")[2]


def test_a_policy_of_services_named_in_words(ask: Asker) -> None:
    said, reply = answered(ask, "Lumbar ESI and lumbar MBB same session, Medicare. Both payable?")
    assert ("EI-04",) in [p.facts for p in said.parts[0].policies]
    assert "-50" not in reply
