"""Who wrote what is quoted."""

import pytest

from consultant.mail.writers import writers


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("On Tue, Nov 17, 2026 at 4:40 PM Tilda Fern <tf@x.example> wrote:", ["tilda"]),
        ("> On 11/18/26, Bud Trask wrote:", ["bud"]),
        ("From: Coding Desk\nSent: Thursday", ["desk"]),
        ("On Tue wrote:", [""]),
        ("On Wed, Nov 4, 2026 at 9:12 AM wrote:", [""]),
        ("For the joints: 64635", []),
    ],
)
def test_the_writers_are_named(line: str, by: list[str]) -> None:
    found = writers(line)
    assert len(found) == len(by)
    assert all(name in said if name else not said for name, said in zip(by, found, strict=True))
