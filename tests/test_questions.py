"""Our own questions with expected answers, in other words and orders: a floor under each file.

The floor rises with the work; nothing may be asserted wrongly more often than it says.
"""

from pathlib import Path

import pytest
import yaml

from consultant.config.knowledge import Knowledge
from consultant.consult import Consultant
from consultant.evaluation import Score, as_mail, read_questions, score, total
from consultant.mail.parse import parse

FOLDER = Path(__file__).parent / "questions"
# file: percent right at least, dangerous at most
FLOORS = {
    "two_families": (97, 1),
    "all_families": (94, 3),
    "clinics": (98, 1),
    "second_author": (98, 0),
    "pain_and_spine": (96, 2),
    "billing_companies": (95, 3),
    "hospitals": (91, 3),
    "three_practices": (97, 2),
    "auditors": (97, 1),
    "everyday": (97, 0),
    "few_words": (96, 0),
    "charge_entry": (97, 1),
    "night_shift": (93, 1),
    "moonlighters": (93, 1),
    "outpatient_rooms": (96, 1),
    "second_guessers": (94, 1),
    "denials": (96, 0),
    "compliance": (96, 0),
    "ordinary_week": (96, 0),
    "three_trades": (88, 4),
    "four_desks": (97, 0),
    "eight_practices": (96, 1),
    "five_voices": (96, 1),
    "real_clients": (94, 0),
    "normal_week": (95, 1),
    "four_trades": (93, 2),
    "mixed_clients": (97, 1),
    "trade_jargon": (97, 0),
    "long_reports": (97, 1),
    "op_notes": (97, 0),
    "desk_week": (97, 0),
    "addenda": (97, 0),
    "dozen_senders": (97, 1),
    "fresh_eyes": (97, 0),
    "first_glance": (97, 0),
    "second_glance": (94, 1),
    "plain_speech": (98, 0),
    "plain_mailbox": (96, 0),
    "busy_office": (86, 4),
    "many_templates": (94, 0),
    "mixed_voices": (97, 0),
    "tired_billers": (90, 3),
    "hospital_styles": (92, 3),
    "denial_desk": (92, 0),
    "last_mailbag": (90, 1),
    "mixed_week": (92, 2),
    "pasted_papers": (94, 0),
    "fifty_reports": (84, 2),
    "in_a_hurry": (94, 2),
    "checklists": (59, 3),
    "every_family_twice": (97, 0),
    "hospital_system": (100, 0),
    "coding_company": (100, 0),
    "notes_in_every_layout": (97, 1),
    "mail_clients": (100, 0),
    "transcriptions": (100, 0),
    "billing_fortnight": (100, 0),
    "reports_as_sent": (97, 1),
    "ordinary_questions": (94, 0),
    "short_reports": (83, 2),
    "daily_mail": (100, 0),
    "threads_and_tables": (97, 0),
    "notes_below": (96, 0),
    "every_kind": (100, 0),
    "other_rows": (97, 1),
    "many_dictators": (97, 1),
    "claims_and_phones": (97, 1),
    "another_half": (100, 0),
    "six_houses": (90, 1),
    "answers_and_whatifs": (100, 0),
    "fifth_half": (97, 0),
    "ordinary_notes": (100, 0),
    "sixth_half": (94, 0),
    "notes_of_many_kinds": (100, 0),
    "sister_half": (97, 1),
    "client_threads": (87, 5),
    "charts_of_many": (97, 0),
    "clinic_charts": (94, 1),
    "network_mail": (94, 2),
    "six_practices": (92, 2),
    "exam_charts": (97, 0),
    "seventh_half": (96, 1),
    "him_reports": (93, 1),
    "shared_mailbox": (98, 1),
    "kinds_of_senders": (96, 0),
    "chains_and_tables": (97, 0),
    "notes_as_printed": (100, 0),
    "east_coast": (96, 0),
    "cluttered_reports": (85, 2),
    "all_states": (92, 1),
    "plain_dictation": (92, 1),
    "south_and_west": (88, 2),
    "varied_layouts": (100, 0),
    "midwest_group": (100, 0),
    "billing_company": (98, 0),
    "printed_everywhere": (100, 0),
    "tickets_and_threads": (97, 1),
    "in_baskets": (95, 0),
    "compliance_office": (100, 0),
    "dictated_by_many": (92, 2),
    "notes_of_all_kinds": (97, 1),
    "handed_on": (93, 2),
    "southern_trade": (98, 0),
    "payer_side": (97, 0),
    "first_jobs": (97, 0),
    "regional_list": (100, 0),
    "hospital_audit": (95, 1),
    "help_line": (98, 1),
    "passed_along": (84, 5),
    "notes_with_clutter": (90, 2),
    "two_coasts": (98, 1),
    "rural_system": (97, 0),
    "northeast_pain": (95, 0),
    "clients_of_all_kinds": (97, 0),
    "long_notes": (95, 0),
    "ortho_and_asc": (97, 0),
    "west_coast": (95, 1),
    "notes_and_reports": (97, 0),
    "two_parties": (97, 0),
    "mountain_and_plains": (97, 0),
    "two_dozen_notes": (95, 0),
    "great_lakes": (91, 2),
    "late_autumn": (93, 2),
    "phones_and_outlook": (91, 1),
    "notes_and_scans": (97, 0),
    # questions sought out because they were answered wrong: what is left of them is work to do
    "found_wrong_imaging": (65, 31),
    "found_wrong_pain": (66, 24),
    "found_wrong_surgery": (77, 14),
    "found_wrong_scopes": (83, 10),
    "found_wrong_visits": (70, 17),
    "found_wrong_modifiers": (61, 17),
    "found_wrong_notes": (42, 6),
    "found_right": (100, 0),
    "southeast_desk": (100, 0),
    "many_hands": (90, 0),
    "webmail_and_outlook": (97, 0),
    "reports_in_full": (97, 0),
    "spine_by_phone": (100, 0),
    "scopes_visits_edits": (100, 0),
    "from_everywhere": (92, 1),
    "spine_in_short": (100, 0),
    "every_shape": (89, 1),
}

# C1820 on an implant sticker is a code elsewhere; "San Jose 95125" is a line like "Myelogram 62305".
LOOK_ALIKES = {
    "webmail_and_outlook": 1,
    "from_everywhere": 1,
    "everyday": 1,
    "night_shift": 1,
    "trade_jargon": 1,
    "op_notes": 1,
    "addenda": 1,
    "second_glance": 1,
    "plain_mailbox": 1,
    "mail_clients": 1,
    "billing_fortnight": 1,
    "reports_as_sent": 1,
    "sixth_half": 1,
    "in_baskets": 1,  # "request (84417)"
    "help_line": 1,  # "mark claim 77120 as approved"
    "late_autumn": 1,
    "found_wrong_notes": 1,
    "found_right": 1,
}


def scores(consultant: Consultant, name: str) -> list[Score]:
    out = []
    for q in read_questions(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))):
        out.append(score(q, consultant.think(parse(as_mail(q)))))
    return out


@pytest.mark.parametrize("name", FLOORS)
def test_right_and_never_dangerous(consultant: Consultant, name: str) -> None:
    sums = total(found := scores(consultant, name))
    right, dangerous = FLOORS[name]
    misses = [f"{s.id}: expected {s.expected}, got {s.got}" for s in found if not s.right]
    assert sums.share() * 100 >= right, "\n".join(misses)
    assert sums.dangerous <= dangerous, [s.id for s in found if s.dangerous]
    assert sums.look_alikes <= LOOK_ALIKES.get(name, 0)
    assert sums.codes_exact >= 0.97 * sums.questions


def test_every_code_expected_is_known(knowledge: Knowledge) -> None:
    from consultant.evaluation import base_codes

    for name in FLOORS:
        for q in read_questions(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))):
            for code in base_codes(q.expect.recommend):
                assert knowledge.edition.entry(code) or knowledge.edition.figure(code), (q.id, code)
