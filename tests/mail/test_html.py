"""HTML to readable text."""

import pytest

from consultant.mail.html import html_text
from consultant.mail.html_nesting import nesting


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one</div>\n  <div>two</div>", "one\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<p class=MsoNormal>one</p><p class=MsoNormal>two</p>", "one\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        (
            "<table><tr><td>62304</td><td>2</td></tr><tr><td>77003</td><td></td></tr></table>",
            "62304 | 2\n77003",
        ),
        (  # as Word sets a table: every cell holds paragraphs
            "<table><tr><td><p class=MsoNormal>1</p></td><td></td><td><p>CT of the neck<br></p></td></tr>"
            "<tr><td><div>2</div></td><td><p>a</p><p>b</p></td></tr></table>",
            "1 | | CT of the neck\n2\n\na\n\nb",
        ),
        ("<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc"),
        ("a&nbsp;&lt;b&gt; &amp; c", "a <b> & c"),
        ("in\n  one\n line", "in one line"),
        ("<blockquote type=cite>said</blockquote>mine", "> said\nmine"),
        ("<blockquote style='margin:0 0 0 40px;border:none'>my own words</blockquote>", "my own words"),
        ("He wrote:<blockquote>said</blockquote>", "He wrote:\n> said"),
        ("The report:<blockquote>FINDINGS: none</blockquote>", "The report:\nFINDINGS: none"),
        ("<blockquote cite='mid:1'>a<blockquote cite='mid:2'>b</blockquote></blockquote>", "> a\n>> b"),
    ],
)
def test_what_a_person_reads(source: str, text: str) -> None:
    assert html_text(source) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<style>x</style>",
        "<script>x</script>",
        "<!-- x -->",
        "<div style='display:none'>x</div>",
        "<span style='font-size:0px'>x</span>",
        "<span style='FONT-SIZE: 0'>x</span>",
        "<div style='max-height:0;overflow:hidden'>x</div>",
        "<div style='opacity:0'>x</div>",
        "<div style='position:absolute;left:-9999px'>x</div>",
        "<p hidden>x</p>",
        "<p style='mso-hide:all'>x</p>",
        "<p style='color:#ffffff'>x</p>",
        "<title>x</title>",
        "<input type=hidden value=x>",
    ],
)
def test_what_nobody_sees_is_dropped(hidden: str) -> None:
    assert html_text(f"<p>seen</p>{hidden}") == "seen"


@pytest.mark.parametrize(
    "shown",
    [
        "<span style='font-size:0.9em'>x</span>",
        "<table bgcolor=black><tr><td style='color:#fff'>x</td></tr></table>",
        "<p style='color:white;background:navy'>x</p>",
        "<p style='opacity:0.5'>x</p>",
    ],
)
def test_what_is_only_small_or_on_a_dark_ground_is_kept(shown: str) -> None:
    assert "x" in html_text(shown)


def test_depth_is_known_before_anything_is_parsed() -> None:
    assert nesting("<div><b>x</b></div><p><p><p><br>") == 2
    assert nesting("<div>" * 5_000) == 5_000
    assert nesting("<table><tr><td>" * 10) == 10
