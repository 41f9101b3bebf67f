"""Several editions side by side, and the switch from one to another while a desk runs."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from consultant.config.reading import load
from consultant.config.settings import Settings
from consultant.editions.building import build
from consultant.editions.catalogue import Catalogue
from consultant.editions.error import EditionError
from consultant.editions.opened import OpenEdition
from consultant.editions.verifying import verify
from consultant.knowledge.importers.source import Hints
from consultant.mail.message import Counts, Envelope
from consultant.wiring import Mind, catalogue_of, make_consult
from tests.conftest import NOW, ROOT
from tests.desk.helpers import RunningDesk
from tests.knowledge.importers import samples

FEE = (
    b"From: Pat <pat@clinic.example>\r\nTo: consult@desk.example\r\nSubject: fee\r\n"
    b"Message-ID: <%d@clinic.example>\r\n\r\nMedicare fee for 62304 in October 2025?\r\n"
)
OFFICE = {"old": "7.42", "new": "8.00"}


@dataclass
class Shop:
    """A desk's settings, its catalogue, and two editions that differ in the values of one code."""

    settings: Settings
    catalogue: Catalogue


def rows(office: str) -> list[str]:
    pe = f"{float(office) - 2.46:.2f}"
    return [r.replace(",4.96,", f",{pe},").replace(",7.42,", f",{office},") for r in samples.RVU_ROWS]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "knowledge").symlink_to(ROOT / "config/knowledge")
    (folder / "consultant.toml").write_text(
        f'[desk]\naddresses = ["consult@desk.example"]\ntemplates = "{ROOT}/templates"\n'
        f'data = "{tmp_path}/data"\n[listen]\nport = 0\n[caps]\nhour = 1000\nday = 1000\nsame_text = 1000\n'
    )
    settings = load(folder)
    catalogue = catalogue_of(settings)
    for name, office in OFFICE.items():
        file = tmp_path / "PPRRVU2025_Oct.csv"
        file.write_bytes(samples.rvu_csv(rows(office)))
        build([file], catalogue.folder, NOW, name=name, hints=Hints(excerpt=True))
    return Shop(settings, catalogue)


def asked(mind: Callable[..., object], number: int = 1) -> str:
    envelope = Envelope(mail_from="pat@clinic.example", rcpt_to=("consult@desk.example",), received_at=NOW)
    outcome = mind(FEE % number, envelope, Counts(), "<r@desk.example>", NOW)
    return str(outcome.reply.text)  # type: ignore[attr-defined]


def test_a_switch_is_picked_up_with_the_next_mail(shop: Shop) -> None:
    shop.catalogue.use("old", NOW)
    mind = Mind(shop.settings)
    assert "7.42" in asked(mind)
    shop.catalogue.use("new", NOW)
    assert "8.00" in asked(mind)
    shop.catalogue.use("old", NOW)
    assert "7.42" in asked(mind)


def test_an_edition_that_cannot_be_opened_leaves_the_old_one_in_use(shop: Shop) -> None:
    shop.catalogue.use("old", NOW)
    mind = Mind(shop.settings)
    with pytest.raises(EditionError, match=r"expected one of new, old in .*, found no such file"):
        shop.catalogue.use("next", NOW)
    broken = shop.catalogue.folder / "broken.sqlite"
    broken.write_bytes(b"SQLite format 3\x00 and no more")
    with pytest.raises(EditionError):
        shop.catalogue.use("broken", NOW)
    (shop.catalogue.folder / "current").write_text("broken")  # as if somebody did it by hand
    assert "7.42" in asked(mind)


def test_going_back_builds_the_shipped_edition_before_the_switch(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an upgrade: the shipped edition of this code is not there yet, and no mail may wait for it."""
    shop.catalogue.use("old", NOW)
    mind = Mind(shop.settings)
    for path in shop.catalogue.folder.glob("shipped-*.sqlite"):
        path.unlink()
    shop.catalogue.use("shipped", NOW)
    monkeypatch.setattr("consultant.editions.shipped.build", lambda *_, **__: pytest.fail("built by a mail"))
    assert "62304" in asked(mind)
    assert shop.catalogue.in_use(NOW).stem.startswith("shipped-")


def test_mails_while_editions_are_switched_see_one_or_the_other(shop: Shop) -> None:
    shop.catalogue.use("old", NOW)
    mind = Mind(shop.settings)
    found: list[str] = []

    def ask() -> None:
        for number in range(40):
            found.append(asked(mind, number))

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    turns = 0
    while any(t.is_alive() for t in asking):
        shop.catalogue.use(("new", "old")[turns % 2], NOW)
        turns += 1
    assert len(found) == 120
    assert turns > 1
    for text in found:
        assert ("$240.01" in text) != ("$258.77" in text)
        assert ("7.42" in text) == ("$240.01" in text)


def test_a_running_desk_loses_no_mail_by_a_switch(shop: Shop) -> None:
    shop.catalogue.use("old", NOW)
    with RunningDesk(shop.settings, make_consult(shop.settings)) as desk:
        for number in range(12):
            desk.send(FEE % number, sender="pat@clinic.example", to="consult@desk.example")
            if number in (3, 7):
                shop.catalogue.use("new" if number == 3 else "old", NOW)
        assert len(desk.wait_for("sent", 12)) == 12


def test_the_date_of_service_picks_the_edition_of_its_quarter(tmp_path: Path) -> None:
    files = []
    for name, wide in (("PPRRVU2025_Oct.csv", False), ("PPRRVU2026_Jul_nonQPP.csv", True)):
        files.append(tmp_path / name)
        data = samples.rvu_csv(wide=wide)
        if wide:
            data = data.replace(b"2025 National", b"2026 National").replace(b"October", b"July")
        files[-1].write_bytes(data)
    edition = OpenEdition(build(files, tmp_path / "out", NOW, hints=Hints(excerpt=True)).path)
    releases = {}
    for day in (date(2025, 10, 1), date(2026, 8, 1), date(2026, 1, 5), date(2020, 1, 1)):
        value = edition.fees.value("62304", "", day)
        assert value
        releases[day] = (value.trace.effective, value.trace.exact)
    assert releases == {
        date(2025, 10, 1): (date(2025, 10, 1), True),
        date(2026, 8, 1): (date(2026, 7, 1), True),
        date(2026, 1, 5): (date(2026, 7, 1), False),  # neither is of that quarter: the one of the year
        date(2020, 1, 1): (date(2025, 10, 1), False),
    }


def test_a_part_of_a_newer_release_leaves_the_other_pairs_where_they_were(
    shipped_edition: OpenEdition, tmp_path: Path
) -> None:
    file = tmp_path / "ccipra-v322r0-f1.txt"
    told = ("62304", "99213")
    file.write_bytes(samples.ptp(["62304\t99213\t\t20200101\t20260630\t1\tMisuse of Column Two code"]))
    base = [ROOT / "config/knowledge/figures"]
    built = build([file], tmp_path / "out", NOW, hints=Hints(excerpt=True), base=base).path
    edits = OpenEdition(built).edits
    assert shipped_edition.edits.pair(*told)
    assert edits.pair(*told) is None
    assert {e.trace.release[-7:] for e in edits.pair_history(*told)} == {"2026 Q3"}
    other = edits.pair("62304", "62284")
    assert other
    assert other.trace.release.endswith("2024 Q3")
    assert all(c.right for c in verify(built))


def test_a_whole_file_among_excerpts_is_whole(tmp_path: Path) -> None:
    for name, rows in (("GPCI2025.csv", 109), ("GPCI2026.csv", 40)):
        (tmp_path / name).write_bytes(samples.gpci_csv(rows, int(name[4:8])))
    edition = OpenEdition(build([tmp_path], tmp_path / "out", NOW, hints=Hints(excerpt=True)).path)
    assert [s.whole for s in edition.loaded("gpci")] == [True, False]
