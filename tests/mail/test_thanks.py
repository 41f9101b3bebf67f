"""A mail that only thanks: silence, or one line by `desk.thanks`."""

from pathlib import Path

import pytest

from consultant.config.reading import load
from consultant.wiring import make_consultant
from tests.conftest import ROOT, Asker

THANKS = "Thanks so much, that is exactly what I needed!\n\nDana"


def _asking(folder: Path, thanks: str) -> Asker:
    text = (ROOT / "config" / "consultant.toml").read_text("utf-8")
    assert 'thanks = "silence"' in text
    (folder / "knowledge").symlink_to(ROOT / "config" / "knowledge")
    text = text.replace('thanks = "silence"', f'thanks = "{thanks}"')
    text = text.replace('"../templates"', f'"{ROOT / "templates"}"').replace(
        "consult@example.org", "desk@desk.example"
    )
    (folder / "consultant.toml").write_text(
        text.replace('data = "../data"', f'data = "{folder / "data"}"'), "utf-8"
    )
    return Asker(make_consultant(load(folder)))


def test_thanks_are_left_alone(tmp_path: Path) -> None:
    outcome = _asking(tmp_path, "silence")(THANKS, "Re: 62305")
    assert (outcome.disposition, outcome.reason, outcome.reply) == ("ignore", "thanks", None)


def test_thanks_get_a_line_where_it_is_set(tmp_path: Path) -> None:
    ask = _asking(tmp_path, "line")
    outcome = ask(THANKS, "Re: 62305")
    assert (outcome.disposition, outcome.reason) == ("ignore", "thanks")
    assert outcome.reply is not None
    assert outcome.reply.text.startswith("You are welcome.")
    assert outcome.reply.subject == "Re: 62305"
    assert b"Auto-Submitted: auto-replied" in outcome.reply.raw
    further = ask("Thanks! And which code is a cervical myelogram, injected and read by one radiologist?")
    assert further.reason is None


def test_a_line_is_no_answer_to_a_machine(tmp_path: Path) -> None:
    outcome = _asking(tmp_path, "line")(THANKS, "Re: 62305", "Auto-Submitted: auto-replied")
    assert outcome.reply is None


def test_another_word_for_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r'desk\.thanks should be "silence" or "line", found "smile"'):
        _asking(tmp_path, "smile")


@pytest.mark.parametrize(
    "text", ["Thank you!", "Got it, much appreciated.", "That makes sense, thanks again!"]
)
def test_a_code_in_the_subject_of_the_thread_makes_no_question_of_thanks(ask: Asker, text: str) -> None:
    assert ask(text, "Re: is 62305 right?").reason == "thanks"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, but that is wrong, it was thoracic and not lumbar.",
        "Thanks! One radiologist did both.",
        "Thank you, and 62304?",
        "Thanks. 62304 then.",
    ],
)
def test_thanks_that_tell_or_ask_something_are_read(ask: Asker, text: str) -> None:
    assert ask(text, "Re: myelogram").reason != "thanks"
