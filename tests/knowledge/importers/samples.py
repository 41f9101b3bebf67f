"""Small files in the published layouts, made here: no row of them is anybody's."""

import io
import json
from collections.abc import Iterable
from pathlib import Path

from consultant.knowledge.importers.recognise import recognise
from consultant.knowledge.importers.source import Hints, Source
from consultant.knowledge.importers.stream import TextStream

CRLF = "\r\n"
EXCERPT = Hints(excerpt=True)

# ---------------------------------------------------------------- fee schedule

_HEADERS_31 = """\
,, , ,,,,,,,,,,,,,,,,,,,,,,,,,NON-FACILITY,FACILITY,
,,,,NOT USED,,,,,,,,,,,,,,,,,,,,,PHYSICIAN,,DIAGNOSTIC,PE USED,PE USED,MP USED
,,,,FOR,,,NON-FAC,,FACILITY ,,,,,,,,,,,,,,,,SUPERVISION OF,,IMAGING,FOR OPPS,FOR OPPS,FOR OPPS
,,,STATUS,MEDICARE ,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,BILAT,ASST,CO-,TEAM,ENDO,CONV,DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT"""
RVU_ROWS = (
    "A0021,,xxx,I,,0.00,0.00,,0.00,,0.00,0.00,0.00,9,XXX,0.00,0.00,0.00,9,9,9,9,9,,32.3465,09,0,99,0.00,0.00,0.00",
    '62304,,"xxx, xxx",A,,2.25,4.96,,1.02,,0.21,7.42,3.48,0,000,0.00,0.00,0.00,2,0,1,0,0,,32.3465,09,0,99,0.00,0.00,0.00',
    "72240,TC,xxx,A,,0.00,2.03,,2.03,NA,0.01,2.04,2.04,1,XXX,0.00,0.00,0.00,0,0,0,0,0,,32.3465,03,0,99,24.31,24.31,0.12",
    "22612,,xxx,A,,23.53,15.60,NA,15.60,,7.51,46.64,46.64,0,090,0.10,0.69,0.21,2,0,2,1,0,,32.3465,09,0,99,0.00,0.00,0.00",
    "45380,,xxx,A,+,3.56,9.27,,1.84,,0.42,13.25,5.82,0,000,0.00,0.00,0.00,3,0,1,0,0,45378,32.3465,6A,0,99,0.00,0.00,0.00",
)


def rvu_csv(rows: Iterable[str] = RVU_ROWS, *, wide: bool = False, end: str = "") -> bytes:
    """The CSV of 31 columns, or of 32 with PRIC IND."""
    headers, body = _HEADERS_31.split("\n"), list(rows)
    if wide:
        words = ("", "", "", "PRIC", "IND")
        headers = [_inserted(h, w) for h, w in zip(headers, words, strict=True)]
        body = [_inserted(r, "9") for r in body]
    title = ",,2025 National Physician Fee Schedule Relative Value File October Release,,"
    lines = [
        title,
        ",,CPT codes are copyright.",
        ",,Dental.",
        ",, ,,",
        ",,RELEASED 09/11/2025,,",
        *headers,
        *body,
    ]
    return (CRLF.join(lines) + CRLF + end).encode()


def _inserted(row: str, value: str) -> str:
    """A cell more at index 23; only the quoted descriptor of a row has commas inside cells."""
    head, quote, tail = row.rpartition('"')
    cells = tail.split(",")
    before = 23 - (2 if quote else 0)
    return head + quote + ",".join([*cells[:before], value, *cells[before:]])


def rvu_txt(rows: Iterable[str] = RVU_ROWS, end: str = "") -> bytes:
    """The same rows as fixed text of 171 characters."""
    from csv import reader

    widths = (
        (0, 5),
        (5, 7),
        (7, 57),
        (57, 58),
        (58, 59),
        (59, 65),
        (66, 72),
        (72, 74),
        (75, 81),
        (81, 83),
        (84, 89),
    )
    widths += (
        (90, 96),
        (96, 102),
        (102, 103),
        (103, 106),
        (106, 109),
        (109, 112),
        (112, 115),
        (115, 116),
        (116, 117),
    )
    widths += ((117, 118), (118, 119), (119, 120), (127, 132), (132, 140), (141, 143), (143, 144), (145, 147))
    widths += ((151, 157), (158, 164), (165, 171))
    out = [f"HDR NOTICE {n}" for n in range(7)]
    for cells in reader(rows):
        line = [" "] * 171
        for i, (cell, (a, b)) in enumerate(zip(cells, widths, strict=True)):
            text = cell.lstrip("0") if i in (15, 16, 17) else cell
            placed = text.rjust(b - a) if "." in cell else text.ljust(b - a)
            line[a:b] = placed[: b - a]
        out.append("".join(line))
    return (CRLF.join(out) + CRLF + end).encode()


# ---------------------------------------------------------------- localities


def gpci_csv(rows: int = 109, year: int = 2025) -> bytes:
    lines = [
        f"ADDENDUM E. FINAL CY {year} GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY,,,,,,",
        ",,,,,,",
        "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,"
        f"{year} PW GPCI (with 1.0 Floor)***,{year} PE GPCI,{year} MP GPCI",
        *(f"{2102 + n:05d},AK,{n % 100:02d},PLACE {n}*,1,1.04,0.5{n % 10}2" for n in range(rows)),
        '"MAC Assignments as of November 22, 2023",,,,,,',
        ",,,,,,",
        "*Work GPCI reflects a 1.5 floor.,,,,,,",
    ]
    return (CRLF.join(lines) + CRLF).encode()


def gpci_txt(rows: int = 109) -> bytes:
    title = (
        "ADDENDUM E. FINAL CY 2025 GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY"
    )
    header = "Medicare Admi State  Locality" + " " * 38 + "Locality Name"
    body = (
        f"{2102 + n:05d}".ljust(16)
        + "AK".ljust(8)
        + f"{n % 100:02d}".ljust(5)
        + f"PLACE {n}".ljust(92)
        + "1.000".ljust(12)
        + "1.040".ljust(12)
        + "0.592"
        for n in range(rows)
    )
    return (CRLF.join([title, "", header, *body, "*Note", ""]) + CRLF).encode()


def anes_csv(rows: int = 109) -> bytes:
    head = "Contractor,Locality,Locality Name,National Anes CF of 20.3178"
    body = (f"{2102 + n:05d} ,{n % 100:02d} ,PLACE {n}*,19.31 " for n in range(rows))
    return (CRLF.join([head, *body, ",,,"]) + CRLF).encode()


def anes_txt(rows: int = 109) -> bytes:
    body = (f"{2102 + n:05d}       {n % 100:02d}    {f'PLACE {n}'.ljust(55)}1931" for n in range(rows))
    return (CRLF.join(body) + CRLF + "\x1a").encode()


def locco_csv(rows: int = 100) -> bytes:
    lines = [
        "COUNTIES INCLUDED IN 2025 LOCALITIES. (ALPHABETICALLY BY STATE),,,,",
        ",,,,",
        "Medicare Adminstrative Contractor,Locality Number,State ,Fee Schedule Area ,Counties",
        ",,,,",
        "6302,0,WISCONSIN ,STATEWIDE ,ALL COUNTIES ",
        *(f"1112,{n % 100},{'CALIFORNIA' if n == 0 else ''},AREA {n},COUNTY {n}" for n in range(rows - 1)),
        "*  Payment locality is serviced by two carriers.,,,,",
    ]
    return (CRLF.join(lines) + CRLF).encode()


# ---------------------------------------------------------------- NCCI

_PTP_HEAD = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t",
    "Column1/Column2 Edits\t\t\t\t\t\t",
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale",
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t",
    "\t\t\t\t*=no data\t1=allowed\t",
    "\t\t\t\t\t9=not applicable\t",
)
PTP_ROWS = (
    "13121\t13120\t*\t19960101\t19960101\t9\tMore extensive procedure",
    "13121\t13120\t\t19970101\t*\t0\tMore extensive procedure",
    "62304\t99213\t\t20150101\t20191231\t1\tCPT Manual or CMS manual coding instruction",
    "62304\t99213\t\t20200101\t*\t1\tCPT Manual or CMS manual coding instruction",
    "99214\t99213\t\t20200101\t*\t1\tMisuse of Column Two code with Column One code",
)


def ptp(rows: Iterable[str] = PTP_ROWS, newline: str = CRLF) -> bytes:
    return (newline.join([*_PTP_HEAD, *rows]) + newline).encode("latin-1")


MUE_ROWS = (
    "0001U,1,2 Date of Service Edit: Policy,Code Descriptor / CPT Instruction",
    "62304,1,3 Date of Service Edit: Clinical,Nature of Service/Procedure",
    "J8999,0,1 Line Edit,Oral Medication; Not Payable",
    "A9999,90000,3 Date of Service Edit: Clinical,Clinical: Data",
)


def mue(rows: Iterable[str] = MUE_ROWS, setting: str = "Practitioner Services MUE Values") -> bytes:
    notice = '"Current Procedural Terminology.\n\nCPT® is a trademark.\nApplicable FARS/DFARS",,,'
    header = f'"HCPCS/\nCPT Code",{setting},MUE Adjudication Indicator,MUE Rationale'
    return (CRLF.join([notice, header, *rows]) + CRLF).encode("latin-1")


AOC_ROWS = (
    "1\t64484\t\t64483\t\t2000001\t\t",
    "2\t0054T\t\tCCCCC\t\t2013001\t\tby contractor",
    "3\t22614\t\t22612\t2023365\t2013001\t\t",
)


def aoc(rows: Iterable[str] = AOC_ROWS) -> bytes:
    header = (
        "AOC_Edit_Type\tAdd-On_Code\tAOC_DelDT\tPrimary_Code\tPrimary_Code_DelDT\tAOC_Edit_EffDT\t"
        "AOC_Edit_DelDT\tSpecial_Instruction_Notes"
    )
    return (CRLF.join(["CPT copyright AMA\t\t\t\t\t\t\t", header, *rows]) + CRLF).encode()


# ---------------------------------------------------------------- HCPCS


def hcpcs_line(code: str, record: str, long: str, short: str = "", **at: str) -> str:
    """A record of 320 columns; `at` names fields: coverage, betos, added, changed, ended, action."""
    sequence = "00100" if record in "37" else "00200"
    line = list(code.rjust(5) + sequence + record + long.ljust(80)[:80] + short.ljust(28))
    line += [" "] * (320 - len(line))
    places = {"coverage": 229, "betos": 256, "added": 268, "changed": 276, "ended": 284, "action": 292}
    for name, value in at.items():
        line[places[name] : places[name] + len(value)] = value
    return "".join(line)


HCPCS_ROWS = (
    hcpcs_line("A1", "7", "Dressing for one wound", "Dressing", coverage="C", added="20020701", action="N"),
    hcpcs_line(
        "L1", "7", "Attestation that the test is not", "Separately payable", ended="20161231", action="D"
    ),
    hcpcs_line("L1", "8", "packaged"),
    hcpcs_line(
        "J1030", "3", "Injection, some drug, 40 mg", "Drug 40 mg inj", coverage="D", betos="O1E", action="N"
    ),
    hcpcs_line("G0260", "3", "Injection procedure for the joint; provision of the", "Inj joint", action="F"),
    hcpcs_line("G0260", "4", "agent\xa0as well")[:91],
)


def hcpcs_txt(rows: Iterable[str] = HCPCS_ROWS) -> bytes:
    notice = [
        "***Disclaimers\t\t\t",
        "\t\t",
        "*Inclusion of a procedure\xa0does not imply coverage.\t\t",
        "",
        "",
    ]
    return (CRLF.join([*notice, *rows]) + CRLF).encode("cp1252")


_HCPCS_HEAD = (
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2,PRICE3,PRICE4,MULT_PI,CIM1,CIM2,CIM3,MCM1,"
    "MCM2,MCM3,STATUTE,LABCERT1,LABCERT2,LABCERT3,LABCERT4,LABCERT5,LABCERT6,LABCERT7,LABCERT8,XREF1,XREF2,XREF3,"
    "XREF4,XREF5,COV,ASC_GRP,ASC_DT,OPPS,OPPS_PI,OPPS_DT,PROCNOTE,BETOS,TOS1,TOS2,TOS3,TOS4,TOS5,ANEST_BU,ADD DT,"
    "ACT EFF DT,TERM DT,ACTION CD"
)
HCPCS_CELLS = (
    "   A1,0010,7,Dressing for one wound,Dressing" + "," * 26 + "C" + "," * 14 + "20020701,20020701,,N",
    '   AM,0010,7,"Physician, team member","Physician, team"'
    + "," * 26
    + "D"
    + "," * 14
    + "19910101,19970101,,N",
    "   JF,0010,7,Compounded\xa0drug,Compounded drug"
    + "," * 26
    + "C"
    + "," * 14
    + "20150401,20150701,20150630,N",
)


def hcpcs_csv(rows: Iterable[str] = HCPCS_CELLS, above: int = 0) -> bytes:
    return (CRLF.join([*["notice"] * above, _HCPCS_HEAD, *rows]) + CRLF).encode("cp1252")


# ---------------------------------------------------------------- ICD-10-CM


def order_line(number: int, code: str, billable: int, title: str) -> str:
    return f"{number:05d} {code:<7} {billable} {title[:60]:<60} {title}"


ORDER_ROWS = (
    order_line(1, "M48", 0, "Other spondylopathies"),
    order_line(2, "M480", 0, "Spinal stenosis"),
    order_line(3, "M4806", 0, "Spinal stenosis, lumbar region"),
    order_line(4, "M48061", 1, "Spinal stenosis, lumbar region without neurogenic claudication"),
    order_line(5, "M484", 0, "Fatigue fracture of vertebra"),
    order_line(6, "M4840", 0, "Fatigue fracture of vertebra, site unspecified"),
    order_line(
        7, "M4840XA", 1, "Fatigue fracture of vertebra, site unspecified, initial encounter for fracture"
    ),
    order_line(8, "QA0", 0, "Neurodevelopmental disorders"),
    order_line(9, "QA001", 1, "Another neurodevelopmental disorder"),
)


def order(rows: Iterable[str] = ORDER_ROWS) -> bytes:
    return (CRLF.join(rows) + CRLF).encode()


def codes_file(newline: str = "\n") -> bytes:
    rows = (
        "A000    Cholera due to Vibrio cholerae 01",
        "M48061  Spinal stenosis, lumbar",
        "M4840XA Fatigue fracture",
    )
    return (newline.join(rows) + newline).encode()


def addenda() -> bytes:
    rows = (
        "Add:         " + order_line(0, "QA001", 1, "Another disorder")[6:],
        "Delete:      " + order_line(0, "M5136", 1, "Other disc degeneration")[6:],
        "Revise from: " + order_line(0, "A000", 1, "Cholera before")[6:],
        "Revise to:   " + order_line(0, "A000", 1, "Cholera after")[6:],
        "",
        "Total added: 1",
    )
    return (CRLF.join(rows) + CRLF).encode()


TABULAR = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2026</version>
  <introduction><introSection type="title"><title>TABULAR LIST</title></introSection></introduction>
  <chapter>
    <name>19</name>
    <desc>Injury (S00-T88)</desc>
    <sectionIndex><sectionRef first="S00" last="S09" id="S00-S09">Injuries to the head</sectionRef></sectionIndex>
    <section id="S00-S09">
      <desc>Injuries to the head (S00-S09)</desc>
      <diag>
        <name>S06</name><desc>Intracranial injury</desc>
        <excludes1><note>head injury NOS (S09.90)</note></excludes1>
        <sevenChrNote><note>The 7th character is to be added to each code from category S06</note></sevenChrNote>
        <notes><note>7th characters D and S do not apply to codes in category S06 with 6th character 7 - death \
due to brain injury, or 8 - death due to other cause.</note></notes>
        <sevenChrDef><extension char="A">initial encounter</extension><extension char="D">subsequent \
encounter</extension><extension char="S">sequela</extension></sevenChrDef>
        <diag><name>S06.1</name><desc>Traumatic cerebral edema</desc>
          <diag placeholder="true"><name>S06.1X</name><desc>Traumatic cerebral edema</desc>
            <diag><name>S06.1X1</name><desc>Edema with brief loss</desc></diag>
            <diag><name>S06.1X7</name><desc>Edema with death</desc></diag>
          </diag>
        </diag>
        <diag><name>S06.9</name><desc>S&#233;zary-like injury</desc></diag>
      </diag>
    </section>
    <section id="B20">
      <desc>HIV (B20)</desc>
      <diag><name>B20</name><desc>HIV disease</desc><codeFirst><note>the underlying (O98.7)</note></codeFirst></diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""

NEOPLASM = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>2019</version>
  <indexHeading><head col="1">Neoplasm</head><head col="2">Malignant Primary</head>
  <head col="3">Malignant Secondary</head></indexHeading>
  <letter><title>N</title>
    <mainTerm><title>Neoplasm, neoplastic</title><cell col="2">C80.1</cell>
      <term level="1"><title>book-leaf<nemod>(mouth)</nemod></title><manif>ventral surface of tongue</manif>
        <cell col="2">C06.89</cell><cell col="3">C79.8-</cell>
        <term level="2"><title>wall</title><seeAlso>Neoplasm, skin</seeAlso><cell col="2">--</cell></term>
      </term>
    </mainTerm>
  </letter>
</ICD10CM.index>
"""

INDEX = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>2026</version>
  <title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
  <letter><title>S</title>
    <mainTerm><title>Stenosis<nemod>(cicatricial)</nemod></title>
      <term level="1"><title>spinal</title><code>M48.0-</code>
        <term level="2"><title>lumbar region</title><code>M48.061</code>
          <term level="3"><title>with neurogenic claudication</title><code>M48.062</code></term></term></term>
      <term level="1"><title>see elsewhere</title><see>Stricture</see></term>
    </mainTerm>
  </letter>
</ICD10CM.index>
"""

# ---------------------------------------------------------------- crosswalks, licensed files, coverage

CCS_ROWS = ("'62302-62305',181,Myelogram", "'72240-72240',181,Myelogram", "'A0021-A0999',239,Transport")


def ccs(rows: Iterable[str] = CCS_ROWS, title: bool = True) -> bytes:
    head = ["Clinical Classifications Software, v2022-1"] if title else []
    return (CRLF.join([*head, "Code Range,CCS,CCS Label", *rows]) + CRLF).encode()


_RBCS_HEAD = (
    "HCPCS_Cd,RBCS_Id,RBCS_Cat,RBCS_Cat_Desc,RBCS_Cat_Subcat,RBCS_Subcat_Desc,RBCS_FamNumb,RBCS_Family_Desc,"
    "RBCS_Major_Ind,HCPCS_Cd_Add_Dt,HCPCS_Cd_End_Dt,RBCS_Latest_Assignment,First_RBCS_Release_Year,"
    "RBCS_Analysis_Start_Dt,RBCS_Analysis_End_Dt,Alt_Assignment_Method,RBCS_Id_Ever_Reassigned"
)
RBCS_ROWS = (
    "62304,IX000N,I,Imaging,IX,Standard X-ray,0,No RBCS Family,N,01/01/2015,12/31/9999,1,2020,01/01/2015,12/31/9999,,N",
    "72240,IC001N,I,Imaging,IC,CT Scan,1,CT-CTA Spine,N,01/01/1990,12/31/9999,1,2020,01/01/2014,12/31/2020,,N",
)


def rbcs(rows: Iterable[str] = RBCS_ROWS) -> bytes:
    return (CRLF.join([_RBCS_HEAD, *rows]) + CRLF).encode()


LEGAL = (
    "CPT file",
    "copyright 2025 American Medical Association. All rights reserved.",
    "",
    "More words.",
    "",
)


def cpt_standard(rows: Iterable[str], newline: str = CRLF) -> bytes:
    return (newline.join([*LEGAL, *rows]) + newline).encode("cp1252")


SHORTU = ("62304 OUR OWN WORDS A", "99213\tOUR OWN WORDS B", "0213T OUR OWN WORDS C")
LONGULT = ("62304\tOur own words, made for a test, number one", "99213\tOur own words – number two")
LONGULF = ("62304   Our own words that go", "62304   on in a second line", "99213   Short")
CONSUMER = "Concept Id\tCPT Code\tConsumer Descriptor\r\n1000001\t62304\tOur words for a patient\r\n"
CLINICIAN = (
    "Concept Id\tCPT Code\tClinician Descriptor Id\tClinician Descriptor\r\n"
    "1000001\t62304\t1\tOur first\r\n1000001\t62304\t2\tOur second\r\n"
)
DELETED = "Concept Id\tCPT Code\tDeleted Date\tReplaced By\r\n1000002\t62310\t20170101\t62320\r\n"

ARTICLE = (
    "article_id,article_version,article_type,title,article_pub_date,article_eff_date,article_end_date,description,"
    "status,last_updated\r\n"
    '52369,12,1,"Billing and Coding: Spine",2025-01-01 00:00:00,2025-02-01 00:00:00,,"<p>Two\r\nlines</p>",A,'
    "2026-07-02 10:00:00\r\n"
)
ARTICLE_HCPC = (
    "article_id,article_version,hcpc_code_id,hcpc_code_version,hcpc_code_group,range,last_updated,long_description,"
    "short_description\r\n52369,12,62304,1,1,,2026-07-02 10:00:00,official words,official\r\n"
)
ARTICLE_ICD = (
    "article_id,article_version,icd10_code_id,icd10_code_version,icd10_covered_group,range,last_updated,sort_order,"
    "description,asterisk\r\n52369,12,M48.061,1,1,,2026-07-02 10:00:00,1,Stenosis,\r\n"
    "52369,12,XX000,1,2,,2026-07-02 10:00:00,1,Not Applicable,\r\n"
)
ARTICLE_LCD = (
    "article_id,article_version,related_num,r_article_id,r_article_version,r_lcd_id,r_lcd_version,r_contractor_id,"
    "last_updated\r\n52369,12,1,,,33621,5,,2026-07-02 10:00:00\r\n"
)

ALL: dict[str, bytes] = {
    "PPRRVU2025_Oct.csv": rvu_csv(),
    "PPRRVU2026_Jul_nonQPP.csv": rvu_csv(wide=True),
    "PPRRVU2025_Oct.txt": rvu_txt(),
    "GPCI2025.csv": gpci_csv(),
    "GPCI2025.txt": gpci_txt(),
    "ANES2025.csv": anes_csv(),
    "ANES2025.txt": anes_txt(),
    "25LOCCO.csv": locco_csv(),
    "ccipra-v322r0-f1.txt": ptp(),
    "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv": mue(),
    "AOC_V2026Q3-MCR.txt": aoc(),
    "HCPC2026_OCT_ANWEB.txt": hcpcs_txt(),
    "HCPC2026_OCT_ANWEB.csv": hcpcs_csv(),
    "icd10cm_order_2026.txt": order(),
    "icd10cm_codes_2026.txt": codes_file(),
    "icd10cm_addenda_2026.txt": addenda(),
    "icd10cm_tabular_2026.xml": TABULAR.encode(),
    "icd10cm_neoplasm_2019.xml": NEOPLASM.encode(),
    "icd10cm_index_2026.xml": INDEX.encode(),
    "CCS_services_procedures_v2022-1.csv": ccs(),
    "RBCS_2025.csv": rbcs(),
    "SHORTU.txt": cpt_standard(SHORTU),
    "LONGULT.txt": cpt_standard(LONGULT),
    "LONGULF.txt": cpt_standard(LONGULF),
    "ConsumerDescriptor.txt": CONSUMER.encode(),
    "ClinicianDescriptor.txt": CLINICIAN.encode(),
    "Deleted_DTK_tab.txt": DELETED.encode(),
    "article.csv": ARTICLE.encode(),
    "article_x_hcpc_code.csv": ARTICLE_HCPC.encode(),
    "article_x_icd10_covered.csv": ARTICLE_ICD.encode(),
    "article_related_documents.csv": ARTICLE_LCD.encode(),
}


def stream(name: str, data: bytes) -> TextStream:
    return TextStream(name, lambda: io.BytesIO(data))


def read(name: str, data: bytes, hints: Hints = EXCERPT) -> tuple[Source, list[object]]:
    """The first source and all records of a file, told by its content. Raises Broken."""
    found = stream(name, data)
    importer = recognise(found.head())
    assert importer is not None, f"{name} was not recognised"
    reading = importer.read(found, hints)
    return reading.sources[0], list(reading.records)


def headers_of_coverage(shared: Path) -> dict[str, list[str]]:
    """The published header lists of the coverage database, by file."""
    tables = json.loads((shared / "data/cms/mcd/mcd_csv_headers_2026.json").read_text("utf-8"))
    return {t["file"]: t["columns"] for group in tables.values() for t in group.values() if "columns" in t}
