"""The mails of a thread: who wrote each, and in what order."""

import pytest

from consultant.mail.thread import oldest_first, thread

TWO = """From: Shauna Egbert <se@x.example>
Sent: Thursday
To: Priya
Subject: RE: myelogram

I keyed 62303.

-----Original Message-----
From: Priya Rao
Sent: Wednesday
To: Shauna
Subject: myelogram

Date: 11/3. Needle at L3-4."""


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("On Tue, Nov 17, 2026 at 4:40 PM Tilda Fern <tf@x.example> wrote:", ["tilda"]),
        ("On 11/18/26, Bud Trask wrote:", ["bud"]),
        ("Am 17.11.2026 um 16:40 schrieb Tilda Fern <tf@x.example>:", ["tilda"]),
        ("From: Coding Desk\nSent: Thursday\nTo: Bud", ["desk"]),
        ("On Wed, Nov 4, 2026 at 9:12 AM wrote:", []),
        ("For the joints: 64635", [""]),
        ("From: L1\nTo: L5\nDate: 3/3/2026", [""]),
    ],
)
def test_the_writers_are_named(line: str, by: list[str]) -> None:
    found = [mail.writer for mail in thread(line)]
    assert len(found) == len(by)
    assert all(name in said if name else not said for name, said in zip(by, found, strict=True))


def test_mails_are_parted_and_put_in_the_order_they_were_written() -> None:
    later, earlier = thread(TWO)
    assert (later.writer, later.text) == ("shauna egbert <se@x.example>", "I keyed 62303.")
    assert (earlier.writer, earlier.text) == ("priya rao", "Date: 11/3. Needle at L3-4.")
    assert oldest_first((later, earlier)) == "Date: 11/3. Needle at L3-4.\n\nI keyed 62303."


def test_what_nothing_introduces_is_a_mail_of_nobody() -> None:
    (only,) = thread("Right knee injection.\n\nWhich code?")
    assert (only.writer, only.text) == ("", "Right knee injection.\n\nWhich code?")
    assert thread("") == ()
