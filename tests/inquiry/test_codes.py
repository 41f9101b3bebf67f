"""Code numbers: named as codes, in ranges, with modifiers; and the look-alikes set aside."""

import pytest

from consultant.inquiry.codes import Codes

CODES = Codes(["26", "TC", "50", "59", "25", "RT", "LT", "51", "52", "53", "57", "58", "76", "XS", "KX"])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CPT 62304", ["62304"]),
        ("cpt62304", ["62304"]),
        ("code:62304?", ["62304"]),
        ("62302-62305", ["62302", "62303", "62304", "62305"]),
        ("62302 – 62305", ["62302", "62303", "62304", "62305"]),
        ("62302 thru 05", ["62302", "62303", "62304", "62305"]),
        ("64484-A17", ["64484"]),
        ("22612 thru L5", ["22612"]),
        ("G2211 to J2212", ["G2211", "J2212"]),
        ("0213T to 0215F", ["0213T", "0215F"]),
        ("62302-5", ["62302", "62303", "62304", "62305"]),
        ("62302/3/4", ["62302", "62303", "62304"]),
        ("64490 to 64495", ["64490", "64491", "64492", "64493", "64494", "64495"]),
        ("0213T to 0215T", ["0213T", "0214T", "0215T"]),
        ("G2211 with 99214", ["G2211", "99214"]),
        ("g 2211", ["G2211"]),
        ("0275T", ["0275T"]),
        ("boot L4360", ["L4360"]),
        ("62304 or 62305", ["62304", "62305"]),
        ("use 62304 OR 62305", ["62304", "62305"]),
        ("is 99213, covered", ["99213"]),
        ("no fluoro/CT. 64493 + 64494", ["64493", "64494"]),
        ("On the claim: 99213-25, 20610-RT", ["99213", "20610"]),
        ("Claim: 22630, 63047-59.", ["22630", "63047"]),
        ("in a 2009 fusion", []),
        ("62284+72265?", ["62284", "72265"]),
        ("is it 22558, or 22633 + 22634", ["22558", "22633", "22634"]),
        (" - 22612\n - 22630\n", ["22612", "22630"]),
        ("with three 63048s?", ["63048"]),
        ("confirm 64635 as approved for claim 55172", ["64635"]),
        ("Statement 20604\n\nstatement #20604 came back unpaid", []),
        ("can we claim 62304?", ["62304"]),
        ("payable on claim 40117: 22633", ["22633"]),
        ("your estimate no. 20610, Bldg 20605", []),
        ("6230x", []),
        ("62 304", []),
    ],
)
def test_named(text: str, codes: list[str]) -> None:
    assert [c.value for c in CODES.find(text)[0]] == codes


@pytest.mark.parametrize(
    ("text", "code", "modifiers"),
    [
        ("72270-26", "72270", ("26",)),
        ("72270 26", "72270", ("26",)),
        ("62304,26", "62304", ("26",)),
        ("72240TC", "72240", ("TC",)),
        ("20610-59-RT", "20610", ("59", "RT")),
        ("64483-50", "64483", ("50",)),
        ("99213 with modifier 25", "99213", ("25",)),
        ("99213 25 minutes", "99213", ()),
        ("99214 - 25 year old", "99214", ()),
    ],
)
def test_modifiers(text: str, code: str, modifiers: tuple[str, ...]) -> None:
    found = CODES.find(text)[0]
    assert [(c.value, c.modifiers) for c in found] == [(code, modifiers)]


@pytest.mark.parametrize(
    ("text", "units"), [("64635 x 3", 3), ("43239 x4", 4), ("22853 ×2", 2), ("45385x3", 3), ("62304", None)]
)
def test_units(text: str, units: int | None) -> None:
    assert CODES.find(text)[0][0].units == units


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("123 Main St, Quincy, IL 62305", "ZIP code"),
        ("quincy, il 62305", "ZIP code"),
        ("Xenia, Ohio 45385", "ZIP code"),
        ("Spokane WA 99213-4401", "ZIP code"),
        ("zip code 62305", "record or reference number"),
        ("call x62305", "phone extension"),
        ("217-555-0142 x62304", "phone number"),
        ("invoice #62304", "record or reference number"),
        ("MRN 00062305", "record or reference number"),
        ("claim no. 2062304115", "record or reference number"),
        ("acct 99214-02", "record or reference number"),
        ("NPI 1992131234", "record or reference number"),
        ("PO Box 62305", "record or reference number"),
        ("inpatient, bed 62304", "record or reference number"),
        ("Lab ID: 62328-004", "record or reference number"),
        ("a drain kit (ref 62272-K)", "record or reference number"),
        ("NDC 20605-0293", "record or reference number"),
        ("grounding pad REF 64636", "record or reference number"),
        ("Barcode of the dilator set 43249", "record or reference number"),
        ("DAP: 61055 mGy", "record or reference number"),
        ("she lives in 62305", "ZIP code"),
        ("allowed in Tulsa 74133", "ZIP code"),
        ("Suite 20610", "record or reference number"),
        ("what do they pay here\nPractice manager, Santa Fe 87505", "ZIP code"),
        ("we are in columbus 43235", "ZIP code"),
        ("Invoice desk 63046", "record or reference number"),
        ("$62,304.00", "money"),
        ("billed $20610", "money"),
        ("20610 Main Street", "street address"),
        ("see https://example.org/62304", "part of a web or mail address"),
        ("| our ref 20600", "record or reference number"),
        ("ticket 62304", "record or reference number"),
        ("Columbus OH 43215 · Scioto Digestive", "ZIP code"),
        ("Scioto Digestive · ref 43249-A", "record or reference number"),
        ("Case log 22845-B", "record or reference number"),
        ("3rd floor, rm 64484", "record or reference number"),
        ("DATE 11/09/2026     CASE 22612-B", "record or reference number"),
        ("Cage ref 22845-14", "record or reference number"),
        ("Report no. 72285-A", "record or reference number"),
        ("form rev. 72110", "record or reference number"),
        ("runs out soon (contract 64483)", "record or reference number"),
        ("End of dictation, job number 43235.", "record or reference number"),
        ("ref 123456789", "record or reference number"),
        ("total 123456789", "part of a longer number"),
    ],
)
def test_look_alikes(text: str, why: str) -> None:
    codes, aside = CODES.find(text)
    assert codes == []
    assert [s.why for s in aside] == [why]


def test_the_number_that_begins_an_address_is_no_code() -> None:
    codes, aside = CODES.find("Ann\n14825 N Outer Forty, Chesterfield, MO 63017")
    assert codes == []
    assert [s.why for s in aside] == ["street address", "ZIP code"]


@pytest.mark.parametrize(
    ("text", "icd"),
    [
        ("M54.16 and M48.061", ["M54.16", "M48.061"]),
        ("dx C50.911", ["C50.911"]),
        ("S32.010A fracture", ["S32.010A"]),
        ("M48.06-", ["M48.06"]),
        ("levels C5 and L4", []),
    ],
)
def test_diagnosis_codes(text: str, icd: list[str]) -> None:
    found = CODES.find(text)[0]
    assert [c.value for c in found if c.kind == "icd"] == icd
    assert [c.value for c in found if c.kind == "code"] == []


def test_spans_point_into_the_text() -> None:
    text = "Use 62304-26 or 72265, Quincy, IL 62305."
    codes, aside = CODES.find(text)
    assert [text[c.start : c.end] for c in codes] == ["62304-26", "72265"]
    assert [text[s.start : s.end] for s in aside] == [", IL 62305"]


@pytest.mark.parametrize("size", [10_000, 200_000])
@pytest.mark.parametrize("unit", ["1,", "62304 ", "a", "62304-", "x@", "(", "$1", "A1"])
def test_hostile_text_is_no_trouble(unit: str, size: int) -> None:
    codes, aside = CODES.find(unit * (size // len(unit)))
    assert len(codes) + len(aside) <= size
