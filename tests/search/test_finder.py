"""Search by words over the shipped edition: the queries of tests/queries, and odd ways of asking."""

from collections.abc import Callable, Sequence

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from consultant.answer.searching import Search, searched
from consultant.config.knowledge import Knowledge
from consultant.editions.building import build
from consultant.editions.opened import OpenEdition
from consultant.editions.shipped import sources
from consultant.inquiry.understand import understand
from tests.conftest import NOW, ROOT
from tests.editions.published import PUBLISHED

QUERIES = ROOT / "tests" / "queries"
HCPCS = PUBLISHED / "hcpcs/HCPC2019_CONTR_ANWEB.txt"
Find = Callable[..., Search]


def finder(knowledge: Knowledge) -> Find:
    def find(text: str, system: str | None = None, limit: int = 10) -> Search:
        questions = understand(knowledge.reader, "", text).questions
        return searched(text, questions, knowledge.edition, system, limit)  # type: ignore[arg-type]

    return find


@pytest.fixture(scope="session")
def find(knowledge: Knowledge) -> Find:
    return finder(knowledge)


def codes(search: Search) -> list[str]:
    return [h.code for h in search.found.hits]


def right(code: str, wanted: Sequence[str]) -> bool:
    return any(code == w or (w.endswith("-") and code.startswith(w[:-1].rstrip("."))) for w in wanted)


def shares(name: str, find: Find) -> tuple[float, float]:
    """(first hit right, right one in the first five) of a file of queries."""
    asked = yaml.load((QUERIES / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    found = [(codes(find(q["q"])), q["codes"]) for q in asked]
    first = sum(bool(hits) and right(hits[0], wanted) for hits, wanted in found)
    five = sum(any(right(h, wanted) for h in hits[:5]) for hits, wanted in found)
    return first / len(asked), five / len(asked)


@pytest.mark.parametrize("name", ["icd10cm", "procedures"])
def test_the_queries_find_their_codes(name: str, find: Find) -> None:
    first, five = shares(name, find)
    assert first >= 0.93, f"{name}: {first:.0%} first"
    assert five >= 0.97, f"{name}: {five:.0%} in the first five"


@pytest.fixture(scope="module")
def whole(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Find:
    """An edition with the whole of HCPCS Level II besides."""
    if not HCPCS.exists():
        pytest.skip("the HCPCS file of CMS is not at hand")
    shipped = sources(ROOT / "config" / "knowledge" / "figures")
    path = build([HCPCS], tmp_path_factory.mktemp("hcpcs"), NOW, name="hcpcs", base=shipped).path
    edition = knowledge.edition.with_published(OpenEdition(path))
    return finder(Knowledge(edition, knowledge.reader, knowledge.lexicon))


@pytest.mark.parametrize(
    ("name", "least", "least_five"), [("hcpcs", 0.85, 0.97), ("unseen", 0.93, 0.97), ("later", 0.85, 0.95)]
)
def test_hcpcs_and_what_others_ask_is_found(name: str, least: float, least_five: float, whole: Find) -> None:
    first, five = shares(name, whole)
    assert first >= least, f"{name}: {first:.0%} first"
    assert five >= least_five, f"{name}: {five:.0%} in the first five"


def test_a_supply_says_its_section(whole: Find) -> None:
    hits = whole("ground mileage ambulance", "hcpcs").found.hits
    assert {"transportation including ambulance"} <= {h.within for h in hits}


def test_the_best_of_another_system_comes_into_sight(whole: Find) -> None:
    hits = whole("insulin pump").found.hits
    assert {h.system for h in hits[:4]} == {"icd10cm"}
    assert hits[4].system == "hcpcs"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("M48.061", "M48.061"),
        ("m48061", "M48.061"),
        ("62304", "62304"),
        ("frozen shoulder left", "M75.02"),  # an inclusion term of the heading
        ("left shoulder frozen", "M75.02"),
        ("stenosis of the lumbar spine with neurogenic claudication", "M48.062"),
        ("hemorroids", "K64.9"),
        ("iron deficiency anaemia", "D50.9"),
        ("gastroesophageal reflux without esophagitis", "K21.9"),
        ("post laminectomy syndrome", "M96.1"),
        ("L1 wedge compression fx initial", "S32.010A"),
        ("lumbar stenosis", "M48.061"),  # "without" is what is meant where nobody spoke of it
        ("lumbar stenosis claudication", "M48.062"),
        ("type II diabetes", "E11.9"),
        ("T2DM with CKD", "E11.22"),  # neither a code nor three words
        ("restless leg synd", "G25.81"),  # words begun
        ("low testosterone", "E29.1"),
        ("testosterone low", "E29.1"),
        ("post herpetic trigeminal neuralgia", "B02.22"),  # one word written apart
        ("laceration scalp", "S01.01XA"),  # "without foreign body of scalp": the scalp is there
        ("diverticulitis of colon no bleeding no abscess", "K57.32"),  # what is said to be absent must be
        ("diverticulitis of colon with bleeding no abscess", "K57.33"),
        ("fatty liver", "K76.0"),  # what stands in parentheses changes no code
        ("shingles", "B02.9"),  # an inclusion term of a heading that is not billable
        ("NSTEMI", "I21.4"),
        ("gout right big toe", "M10.071"),  # the toe lies in the foot
        ("fam hx breast ca", "Z80.3"),
        ("zzgh lumbar stenosis qqxv", "M48.061"),  # what nothing holds is left out
        ("disc herniation L5-S1 with radiculopathy", "M51.17"),
    ],
)
def test_however_it_is_written(text: str, code: str, find: Find) -> None:
    assert codes(find(text))[0] == code


def test_a_beginning_lists_the_codes_below_it(find: Find) -> None:
    assert codes(find("M48.06")) == ["M48.06", "M48.061", "M48.062"]
    assert codes(find("6230"))[:4] == ["62302", "62303", "62304", "62305"]


def test_words_choose_among_the_codes_below_a_beginning(find: Find) -> None:
    assert codes(find("M48.06 with claudication"))[0] == "M48.062"


def test_a_family_leads_into_its_decision(find: Find) -> None:
    search = find("epidural steroid injection lumbar")
    assert set(codes(search)[:2]) == {"62322", "62323"}
    (lead,) = search.leads
    assert lead.family == "epidural_interlaminar"
    assert lead.asks == ("Was it interlaminar or caudal, or transforaminal (through the foramen)?",)
    assert lead.elsewhere == ("Lumbar puncture and blood patch", "Transforaminal epidural injection")


def test_a_steroid_into_the_spine_leads_to_the_way_it_went_in(find: Find) -> None:
    search = find("steroid shot lumbar one level with fluoro")
    assert codes(search)[0] == "62323"
    (lead,) = search.leads
    assert lead.asks[0] == "Was it interlaminar or caudal, or transforaminal (through the foramen)?"
    assert find("steroid injection lumbar facet").leads[0].family == "facet_injection"
    assert find("steroid shot knee").leads[0].family == "joint_injection"


def test_a_rule_that_holds_is_named(find: Find) -> None:
    search = find("caudal epidural with fluoroscopy")
    assert search.leads[0].asks == ()
    assert search.found.hits[0].decided
    assert "with fluoroscopy or CT" in search.found.hits[0].why


def test_a_deleted_code_says_so(find: Find) -> None:
    hit = find("62310").found.hits[0]
    assert (hit.code, hit.billable, hit.status) == ("62310", False, "deleted 2017, now 62320, 62321")


def test_words_may_name_the_system(find: Find) -> None:
    assert {h.system for h in find("icd 10 lumbar stenosis").found.hits} == {"icd10cm"}
    assert {h.system for h in find("modifier bilateral").found.hits} == {"modifier"}


def test_a_system_may_be_demanded(find: Find) -> None:
    assert {h.system for h in find("lumbar puncture", "icd10cm").found.hits} == {"icd10cm"}


def test_a_system_that_is_not_loaded_is_said_to_be_missing(find: Find) -> None:
    assert "holds no HCPCS Level II" in find("low osmolar contrast 300", "hcpcs").found.says
    assert "no licensed descriptors" in find("appendectomy", "cpt").found.says
    assert find("qqqqq zzzzz", "icd10cm").found.says == "Nothing in this edition holds these words."


def test_a_heading_is_marked_as_not_billable(find: Find) -> None:
    hits = {h.code: h for h in find("M75.0").found.hits}
    assert not hits["M75.0"].billable
    assert hits["M75.00"].billable


@pytest.mark.parametrize("text", ["", " ", "?!", "\x00\x01", "code", "the", "()\"'*^"])
def test_nothing_to_search_for_is_said(text: str, find: Find) -> None:
    found = find(text).found
    assert found.hits == () or text.strip().isalpha()
    assert found.says or found.hits


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "x" * 10_000,
        "stenosis " * 1_200,
        'NEAR("a" "b", 3)',
        "stems: lumbar*",
        '"lumbar AND',
        "NOT OR AND",
        "lumbar; DROP TABLE wording",
        "腰部脊柱管狭窄症",
        "\u202elumbar\u0000 stenosis",
    ],
)
def test_odd_input_gets_an_answer_or_a_sentence(text: str, find: Find) -> None:
    found = find(text).found
    assert bool(found.hits) != bool(found.says)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_nothing_a_stranger_types_breaks_it(find: Find, text: str) -> None:
    found = find(text).found
    assert all(0 <= h.score <= 1 for h in found.hits)


def test_scores_fall(find: Find) -> None:
    for text in ("lumbar stenosis", "knee injection", "medicare screening colonoscopy"):
        scores = [h.score for h in find(text).found.hits]
        assert scores == sorted(scores, reverse=True)
