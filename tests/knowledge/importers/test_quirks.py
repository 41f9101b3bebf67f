"""The quirks of the published layouts, on small files in these layouts."""

import pytest

from consultant.knowledge.importers.broken import Broken
from consultant.knowledge.importers.day import OPEN
from consultant.knowledge.importers.recognise import promising, recognise
from consultant.knowledge.importers.records import (
    Category,
    Concept,
    Descriptor,
    Hcpcs,
    Note,
    Seventh,
    Term,
    TermCode,
)
from consultant.knowledge.importers.source import Hints
from tests.knowledge.importers import samples
from tests.knowledge.importers.samples import read, stream


@pytest.mark.parametrize("name", samples.ALL)
def test_a_file_is_told_by_its_content_not_its_name(name: str) -> None:
    assert recognise(stream("something.bin", samples.ALL[name]).head()) == recognise(
        stream(name, samples.ALL[name]).head()
    )
    assert recognise(stream(name, samples.ALL[name]).head()) is not None


@pytest.mark.parametrize("name", samples.ALL)
def test_line_ends_do_not_matter(name: str) -> None:
    """CRLF or LF: the same records, at the same lines."""
    data = samples.ALL[name]
    assert read(name, data.replace(b"\r\n", b"\n"))[1] == read(name, data)[1]


@pytest.mark.parametrize("text", [b"", b"hello", b"a,b\n1,2\n", b"\x00\x01", b"<?xml version='1.0'?><x/>"])
def test_other_files_are_none_of_ours(text: bytes) -> None:
    assert recognise(stream("x", text).head()) is None


def test_a_name_may_promise_a_format() -> None:
    assert promising("PPRRVU2026_Jul.csv")
    assert promising("icd10cm-order-2026.txt")
    assert not promising("RVU25D.pdf")
    assert not promising("HCPC2026_recordlayout.txt")


# ---------------------------------------------------------------- fee schedule


def test_both_column_plans_and_the_fixed_text_say_the_same() -> None:
    narrow = read("PPRRVU2025_Oct.csv", samples.rvu_csv())[1]
    wide = read("PPRRVU2025_Oct.csv", samples.rvu_csv(wide=True))[1]
    text = read("PPRRVU2025_Oct.txt", samples.rvu_txt())[1]
    assert [r._replace(pricing="") for r in wide] == narrow
    assert [r._replace(line=0) for r in text] == [r._replace(line=0) for r in narrow]
    assert wide[0].pricing == "9"


def test_a_row_comes_out_exactly() -> None:
    row = read("PPRRVU2025_Oct.csv", samples.rvu_csv())[1][1]
    assert (row.code, row.modifier, row.status, row.work, row.nonfacility_pe) == ("62304", "", "A", 225, 496)
    assert (row.nonfacility_total, row.facility_total, row.global_days) == (742, 348, "000")
    assert (row.conversion_factor, row.supervision, row.effective, row.line) == (323465, "09", 20251001, 12)
    base = read("PPRRVU2025_Oct.csv", samples.rvu_csv())[1][4]
    assert (base.endoscopy, base.not_used, base.supervision) == ("45378", "+", "6A")


@pytest.mark.parametrize("end", ["\x1a" + "," * 30 + "\r\n", "\x1a", "\r\n"])
def test_an_old_end_of_file_mark_is_no_row(end: str) -> None:
    assert len(read("PPRRVU2025_Oct.csv", samples.rvu_csv(end=end))[1]) == 5
    assert len(read("PPRRVU2025_Oct.txt", samples.rvu_txt(end="\x1a"))[1]) == 5


def test_the_order_of_rows_does_not_matter() -> None:
    rows = read("PPRRVU2025_Oct.csv", samples.rvu_csv(reversed(samples.RVU_ROWS)))[1]
    assert {r.code for r in rows} == {"A0021", "62304", "72240", "22612", "45380"}


def test_a_placeholder_code_of_2026_is_a_code() -> None:
    row = samples.RVU_ROWS[0].replace("A0021", "GXXX1")
    assert read("PPRRVU2026_Jul.csv", samples.rvu_csv([row]))[1][0].code == "GXXX1"


def test_cells_that_a_workbook_shortened_are_padded() -> None:
    row = "100,,x,J,,0,0,,0,,0,0,0,9,0,0,0,0,9,9,9,9,9,,32.3465,9,0,99,0,0,0"
    record = read("PPRRVU2025_Oct.csv", samples.rvu_csv([row]))[1][0]
    assert (record.code, record.global_days, record.supervision) == ("00100", "000", "09")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (samples.RVU_ROWS[1].replace("7.42", "7.43"), "a non-facility total of 7.42"),
        (samples.RVU_ROWS[1].replace("3.48", "3.47"), "a facility total of 3.48"),
        (samples.RVU_ROWS[1].replace(",A,", ",Z,"), "status to be one of"),
        (samples.RVU_ROWS[1].replace(",000,", ",001,"), "glob days to be one of"),
        (samples.RVU_ROWS[1].replace("62304", "6230"), None),
        (samples.RVU_ROWS[1].replace("32.3465", "33.4009"), "one conversion factor"),
        (samples.RVU_ROWS[1].replace("2.25", "-2.25"), "work rvu with at most 2 decimals"),
        (samples.RVU_ROWS[1] + ",1", "31 cells in a row"),
        (samples.RVU_ROWS[1].rpartition(",")[0], "31 cells in a row"),
    ],
)
def test_a_row_that_does_not_fit_is_named(row: str, expected: str | None) -> None:
    rows = [samples.RVU_ROWS[0], row]
    if expected is None:
        assert read("PPRRVU2025_Oct.csv", samples.rvu_csv(rows))[1][1].code == "06230"
        return
    with pytest.raises(Broken, match=expected) as found:
        read("PPRRVU2025_Oct.csv", samples.rvu_csv(rows))
    assert found.value.line == 12


def test_a_header_with_two_columns_swapped_is_refused() -> None:
    swapped = samples.rvu_csv().replace(b",ASST,CO-,", b",CO-,ASST,")
    with pytest.raises(Broken, match='the column "ASST SURG" as number 21'):
        read("PPRRVU2025_Oct.csv", swapped)


def test_a_whole_file_has_enough_rows() -> None:
    with pytest.raises(Broken, match="at least 19090 rows"):
        read("PPRRVU2025_Oct.csv", samples.rvu_csv(), Hints())


def test_fixed_text_has_its_quarter_in_its_name_or_from_the_operator() -> None:
    with pytest.raises(Broken, match="--effective"):
        read("rvu.txt", samples.rvu_txt())
    assert (
        read("rvu.txt", samples.rvu_txt(), Hints(effective=20260101, excerpt=True))[0].effective == 20260101
    )


def test_the_second_conversion_factor_of_2026_is_a_variant() -> None:
    assert read("PPRRVU2026_Jul_QPP.csv", samples.rvu_csv(wide=True))[0].variant == "qpp"
    assert read("PPRRVU2026_Jul_nonQPP.csv", samples.rvu_csv(wide=True))[0].variant == ""


# ---------------------------------------------------------------- localities


def test_indices_with_and_without_padding_are_equal() -> None:
    text, cells = read("GPCI2025.txt", samples.gpci_txt())[1], read("GPCI2025.csv", samples.gpci_csv())[1]
    assert text[0].work == cells[0].work == 1000
    assert text[0].pe == cells[0].pe == 1040
    assert cells[0].name == "PLACE 0*"
    assert cells[0].mac == "02102"


def test_invented_localities_are_refused_by_their_number() -> None:
    """A public GPCI2026.csv has a genuine header and 98 invented rows; the true table has 109."""
    with pytest.raises(Broken, match="109 localities in a whole file"):
        read("GPCI2026.csv", samples.gpci_csv(98, 2026), Hints())


def test_the_national_anesthesia_factor_hides_in_the_header() -> None:
    source, rows = read("ANES2025.csv", samples.anes_csv())
    assert source.facts["national"] == "20.3178"
    assert rows[0].amount == 1931
    assert read("ANES2025.txt", samples.anes_txt())[1][0].amount == 1931


def test_counties_take_the_state_above_and_their_zeros_back() -> None:
    rows = read("25LOCCO.csv", samples.locco_csv())[1]
    assert (rows[0].mac, rows[0].locality, rows[0].state) == ("06302", "00", "WISCONSIN")
    assert (rows[5].state, rows[5].mac) == ("CALIFORNIA", "01112")


# ---------------------------------------------------------------- NCCI


def test_pairs_have_several_rows_and_an_open_end() -> None:
    source, rows = read("ccipra-v322r0-f1.txt", samples.ptp())
    assert (source.setting, source.effective) == ("practitioner", 20260701)
    assert (source.first, source.last) == ("13121", "99214")
    assert (rows[0].prior, rows[0].effective, rows[0].deletion) == (True, 19960101, 19960101)
    assert [r.deletion for r in rows[2:4]] == [20191231, OPEN]


def test_an_edit_from_before_1996_without_a_day_has_the_first_day() -> None:
    row = "13121\t13120\t*\t\t*\t0\tMore extensive procedure"
    assert read("ccipra-v322r0-f1.txt", samples.ptp([row]))[1][0].effective == 19960101


def test_setting_and_quarter_of_pairs_stand_in_the_name_only() -> None:
    assert read("ccioph-v323r0-f2.txt", samples.ptp())[0].setting == "hospital"
    with pytest.raises(Broken, match="--setting"):
        read("edits.txt", samples.ptp())
    with pytest.raises(Broken, match="--effective"):
        read("practitioner.txt", samples.ptp())
    hints = Hints(20240701, "hospital", excerpt=True)
    source, _ = read("edits.txt", samples.ptp(), hints)
    assert (source.setting, source.effective) == ("hospital", 20240701)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("62304\t99213\t\t20200101\t*\t2\tx", "modifier indicator to be 0, 1 or 9"),
        ("62304\t99213\t\t20200101\t20191231\t1\tx", "a deletion day not before"),
        ("62304\t99213\t\t20201301\t*\t1\tx", "a day as yyyymmdd"),
        ("62304\t9921\t\t20200101\t*\t1\tx", "a column 2 code"),
        ("62304\t99213\t\t20200101\t*\t1", "7 cells"),
        ("62304\t99213\t?\t20200101\t*\t1\tx", "before 1996"),
    ],
)
def test_an_edit_that_does_not_fit_is_named(row: str, expected: str) -> None:
    with pytest.raises(Broken, match=expected) as found:
        read("ccipra-v322r0-f1.txt", samples.ptp([samples.PTP_ROWS[0], row]))
    assert found.value.line == 8


def test_limits_of_three_settings_and_a_rationale_with_a_semicolon() -> None:
    name = "MCR_MUE_x_Eff_04-01-2026.csv"
    source, rows = read(name, samples.mue())
    assert (source.effective, source.setting) == (20260401, "practitioner")
    assert (rows[2].units, rows[2].indicator, rows[2].rationale) == (0, "1", "Oral Medication; Not Payable")
    assert rows[3].units == 90000
    assert read(name, samples.mue(setting="Outpatient Hospital Services MUE Values"))[0].setting == "hospital"
    assert read(name, samples.mue(setting="DME Supplier Services MUE Values"))[0].setting == "dme"
    with pytest.raises(Broken, match="Eff_04-01-2026"):
        read("mue.csv", samples.mue())


def test_add_on_days_are_years_with_a_day_number() -> None:
    rows = read("AOC_V2026Q3-MCR.txt", samples.aoc())[1]
    assert (rows[0].effective, rows[0].deletion) == (20000101, OPEN)
    assert (rows[1].primary_code, rows[1].note) == ("CCCCC", "by contractor")
    assert rows[2].deletion == 20231231
    with pytest.raises(Broken, match="yyyyddd"):
        read("AOC_V2026Q3-MCR.txt", samples.aoc(["1\t64484\t\t64483\t\t2001366\t\t"]))


# ---------------------------------------------------------------- HCPCS


def test_hcpcs_lines_are_joined_and_notices_passed_over() -> None:
    source, rows = read("HCPC2026_OCT_ANWEB.txt", samples.hcpcs_txt())
    titles = {r.code: r.title for r in rows if isinstance(r, Concept)}
    assert titles["L1"] == "Attestation that the test is not packaged"
    assert titles["G0260"].startswith("Injection procedure for the joint; provision of the agent")
    assert titles["A1"] == "Dressing for one wound"
    details = {r.code: r for r in rows if isinstance(r, Hcpcs)}
    assert details["L1"].terminated == 20161231
    assert details["J1030"].terminated == OPEN
    assert (details["J1030"].coverage, details["J1030"].betos) == ("D", "O1E")
    assert source.effective == 20261001


@pytest.mark.parametrize("above", [0, 7, 10])
def test_the_header_of_an_hcpcs_table_may_stand_lower(above: int) -> None:
    rows = read("HCPC2026_OCT_ANWEB.csv", samples.hcpcs_csv(above=above))[1]
    assert [r.code for r in rows if isinstance(r, Concept)] == ["A1", "AM", "JF"]
    assert next(r for r in rows if isinstance(r, Concept) and r.code == "JF").title == "Compounded drug"


def test_a_lost_continuation_is_noticed_by_the_next() -> None:
    lines = [
        samples.hcpcs_line("G0260", "3", "Injection procedure"),
        samples.hcpcs_line("G0260", "4", "agent"),
    ]
    lines[1] = lines[1].replace("00200", "00300", 1)
    with pytest.raises(Broken, match="the line 00200 of G0260, found 00300"):
        read("HCPC2026_OCT_ANWEB.txt", samples.hcpcs_txt(lines))


def test_a_continuation_of_another_code_is_refused() -> None:
    rows = [samples.HCPCS_ROWS[0], samples.hcpcs_line("A2", "8", "of nothing")]
    with pytest.raises(Broken, match="a continuation of the code above"):
        read("HCPC2026_OCT_ANWEB.txt", samples.hcpcs_txt(rows))


# ---------------------------------------------------------------- ICD-10-CM


def test_the_order_file_gives_parents_through_placeholders() -> None:
    rows = {r.code: r for r in read("icd10cm_order_2026.txt", samples.order())[1]}
    assert rows["M48.40XA"].parent == "M48.40"
    assert rows["M48.061"].parent == "M48.06"
    assert rows["QA0.01"].parent == "QA0"
    assert (rows["M48.06"].billable, rows["M48.061"].billable) == (0, 1)


def test_order_numbers_rise() -> None:
    with pytest.raises(Broken, match="an order number above 00002"):
        read("icd10cm_order_2026.txt", samples.order([*samples.ORDER_ROWS[:2], samples.ORDER_ROWS[0]]))


def test_an_april_package_begins_in_april() -> None:
    assert read("icd10c-tabular-April-1-2026.xml", samples.TABULAR.encode())[0].effective == 20260401
    source = read("icd10cm_tabular_2026.xml", samples.TABULAR.encode())[0]
    assert (source.effective, source.until) == (20251001, 20260930)


def test_seventh_characters_are_worked_out_from_the_nearest_definition() -> None:
    rows = read("icd10cm_tabular_2026.xml", samples.TABULAR.encode())[1]
    concepts = {r.code: r for r in rows if isinstance(r, Concept)}
    assert concepts["S06.1X1A"].title == "Edema with brief loss, initial encounter"
    assert concepts["S06.1X1D"].parent == "S06.1X1"
    assert concepts["S06.9XXA"].title == "Sézary-like injury, initial encounter"
    assert concepts["S06.1X1"].billable == 0
    assert concepts["S06.1X"].placeholder == 1


def test_a_prose_note_excepts_seventh_characters() -> None:
    rows = read("icd10cm_tabular_2026.xml", samples.TABULAR.encode())[1]
    codes = {r.code for r in rows if isinstance(r, Concept)}
    assert "S06.1X7A" in codes
    assert not {"S06.1X7D", "S06.1X7S"} & codes


def test_a_section_of_one_category_is_not_the_category() -> None:
    rows = read("icd10cm_tabular_2026.xml", samples.TABULAR.encode())[1]
    kinds = {r.code: (r.kind, r.billable, r.parent) for r in rows if isinstance(r, Concept)}
    assert kinds["B20-B20"] == ("section", 0, "19")
    assert kinds["B20"] == ("category", 1, "B20-B20")
    assert {n.kind for n in rows if isinstance(n, Note)} == {
        "excludes1",
        "sevenChrNote",
        "notes",
        "codeFirst",
    }
    assert [s.character for s in rows if isinstance(s, Seventh)] == ["A", "D", "S"]


def test_a_table_of_neoplasms_names_its_columns() -> None:
    rows = read("icd10cm_neoplasm_2019.xml", samples.NEOPLASM.encode())[1]
    codes = [(c.column, c.code, c.incomplete) for c in rows if isinstance(c, TermCode)]
    assert ("Malignant Secondary", "C79.8", 1) in codes
    terms = {t.title: t for t in rows if isinstance(t, Term)}
    assert terms["book-leaf"].nonessential == "(mouth) ventral surface of tongue"
    assert terms["wall"].see_also == "Neoplasm, skin"


def test_an_index_is_a_tree_of_terms() -> None:
    rows = read("icd10cm_index_2026.xml", samples.INDEX.encode())[1]
    terms = {t.id: t for t in rows if isinstance(t, Term)}
    last = next(t for t in terms.values() if t.title == "with neurogenic claudication")
    assert terms[terms[last.parent].parent].title == "spinal"
    assert next(t for t in terms.values() if t.see).see == "Stricture"


def test_addenda_are_changes_and_the_counts_are_words() -> None:
    rows = read("icd10cm_addenda_2026.txt", samples.addenda())[1]
    assert [(r.action, r.code) for r in rows] == [
        ("add", "QA0.01"), ("delete", "M51.36"), ("revise from", "A00.0"), ("revise to", "A00.0")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "doc",
    [
        samples.TABULAR.replace("<ICD10CM.tabular>", "<!DOCTYPE x [<!ENTITY a 'b'>]><ICD10CM.tabular>"),
        samples.TABULAR[: len(samples.TABULAR) // 2],
        samples.TABULAR.replace("<name>S06.1</name>", "<name>S061</name>"),
        samples.TABULAR.replace('char="D"', 'char="DD"'),
        samples.TABULAR.replace("<desc>Intracranial injury</desc>", ""),
        samples.TABULAR.replace('encoding="utf-8"', 'encoding="nonsense"'),
    ],
)
def test_broken_markup_is_refused(doc: str) -> None:
    with pytest.raises(Broken):
        read("icd10cm_tabular_2026.xml", doc.encode())


# ---------------------------------------------------------------- crosswalks, licensed files, coverage


@pytest.mark.parametrize("title", [True, False])
def test_categories_are_ranges_of_one_shape(title: bool) -> None:
    rows = read("CCS_services_procedures_v2022-1.csv", samples.ccs(title=title))[1]
    assert isinstance(rows[0], Category)
    assert (rows[0].first, rows[0].last, rows[0].number) == ("62302", "62305", "181")
    with pytest.raises(Broken, match="a range of codes of one shape"):
        read("CCS_services_procedures_v2022-1.csv", samples.ccs(["'62302-6230T',1,x"]))


def test_rbcs_periods_may_be_open() -> None:
    rows = read("RBCS_2025.csv", samples.rbcs())[1]
    assert (rows[0].until, rows[1].until) == (OPEN, 20201231)
    assert rows[0].label.startswith("Imaging / Standard X-ray")


def test_descriptors_begin_after_the_last_empty_line() -> None:
    source, rows = read("SHORTU.txt", samples.cpt_standard(samples.SHORTU))
    assert [(r.code, r.text) for r in rows if isinstance(r, Descriptor)][1] == ("99213", "OUR OWN WORDS B")
    assert "American Medical Association" in source.note
    assert read("LONGULF.txt", samples.cpt_standard(samples.LONGULF))[1][0].text == (
        "Our own words that go on in a second line"
    )


def test_a_short_descriptor_has_at_most_28_characters() -> None:
    with pytest.raises(Broken, match="at most 28 characters"):
        read("SHORTU.txt", samples.cpt_standard(["62304 " + "X" * 29]))


def test_long_descriptors_of_the_coverage_files_are_not_kept() -> None:
    assert "official" not in repr(read("article_x_hcpc_code.csv", samples.ARTICLE_HCPC.encode())[1])
    assert len(read("article_x_icd10_covered.csv", samples.ARTICLE_ICD.encode())[1]) == 1


# ---------------------------------------------------------------- encodings


def test_one_file_has_one_encoding() -> None:
    rows = [samples.HCPCS_ROWS[0], samples.HCPCS_ROWS[3]]
    mixed = samples.hcpcs_txt(rows) + samples.hcpcs_line("J9999", "3", "Drogué").encode("utf-8")
    with pytest.raises(Broken, match=r"one encoding throughout \(cp1252\)"):
        read("HCPC2026_OCT_ANWEB.txt", mixed)


def test_utf_16_and_control_characters_are_refused() -> None:
    with pytest.raises(AssertionError):  # not even recognised
        read("PPRRVU2025_Oct.csv", samples.rvu_csv().decode().encode("utf-16"))
    with pytest.raises(Broken, match="the control character 0x07"):
        read("PPRRVU2025_Oct.csv", samples.rvu_csv().replace(b"xxx,I", b"x\x07x,I"))


def test_a_mark_at_the_beginning_is_no_letter() -> None:
    assert len(read("RBCS_2025.csv", b"\xef\xbb\xbf" + samples.rbcs())[1]) == 2
