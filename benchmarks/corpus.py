"""How real mail is read and screened: python -m benchmarks.corpus [FOLDER]

FOLDER holds sets of mails that others published (`*/cases.jsonl`, one case a line). Printed for each set:
messages read, the slowest in seconds of processor, automated mail that is not answered (with the envelope
sender that Return-Path or else From names, and by header and text alone), human mail kept silent, and how the
sender's own words come out against what the set expects.
"""

import logging
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from consultant.mail.message import Counts, Envelope, Message
from consultant.mail.parse import parse
from consultant.mail.screen import House, Verdict, screen
from tests.corpus import CORPUS, cases

HOUSE = House(addresses=("consult@desk.example",))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PERSON = "somebody@clinic.example"


@dataclass
class Figures:
    """Of one set."""

    messages: int = 0
    raised: list[str] = field(default_factory=list)
    slowest: float = 0
    slow: list[str] = field(default_factory=list)
    automated: int = 0
    answered: list[str] = field(default_factory=list)
    answered_bare: list[str] = field(default_factory=list)
    human: int = 0
    silenced: list[str] = field(default_factory=list)
    expected: int = 0
    exact: int = 0
    differing: list[str] = field(default_factory=list)
    html: int = 0
    html_exact: int = 0
    lost: list[str] = field(default_factory=list)


def measure(folder: Path = CORPUS) -> dict[str, Figures]:
    """The figures of each set."""
    found: dict[str, Figures] = {}
    for path, case in cases(folder=folder):
        _count(found.setdefault(path.parents[1].name, Figures()), path, case)
    return found


def _count(figures: Figures, path: Path, case: dict[str, Any]) -> None:
    figures.messages += 1
    raw = _mail(path.read_bytes(), case["kind"])
    began = time.process_time()
    try:
        message = parse(raw)
    except Exception as error:  # noqa: BLE001 - that is what is measured
        figures.raised.append(f"{path.name}: {error!r}")
        return
    took = time.process_time() - began
    figures.slowest = max(figures.slowest, took)
    figures.slow += [path.name] if took > 1 else []
    expected = case.get("expected") or {}
    _screened(figures, path, case["kind"], message, expected)
    if "reply_text" in expected:
        _compared(figures, path, case["kind"], message, expected["reply_text"])


def _mail(raw: bytes, kind: str) -> bytes:
    """Texts without a header get the least there can be."""
    if kind not in ("text_body", "html_body"):
        return raw
    shape = "html" if kind == "html_body" else "plain"
    return f"From: {PERSON}\nContent-Type: text/{shape}; charset=utf-8\n\n".encode() + raw


def _screened(figures: Figures, path: Path, kind: str, message: Message, expected: dict[str, Any]) -> None:
    author = message.sender if "@" in message.sender else ""
    path_named = message.field("return-path")
    named = author if path_named is None else path_named.strip(" <>")
    bare, full = _verdict(message, author or PERSON), _verdict(message, named)
    if expected.get("must_not_auto_reply") or kind == "mbox":
        figures.automated += 1
        figures.answered += [path.name] if full.reply_to else []
        figures.answered_bare += [path.name] if bare.reply_to else []
    elif path.parents[1].name == "talon":
        figures.human += 1
        figures.silenced += [] if bare.reply_to else [f"{path.name}: {bare.silence} ({bare.evidence})"]


def _verdict(message: Message, sender: str) -> Verdict:
    envelope = Envelope(mail_from=sender, rcpt_to=HOUSE.addresses, received_at=NOW)
    return screen(message, envelope, HOUSE, Counts())


def _compared(figures: Figures, path: Path, kind: str, message: Message, expected: str) -> None:
    """The set keeps signatures; so does what was written. HTML is compared without its spaces.

    A forwarded mail, which the set counts as the sender's own words, is part of what he asks here as well.
    """
    asked = f"{message.written}\n{message.forwarded}"
    if Counter(expected.split()) - Counter(asked.split()) and not _same_letters(message, expected):
        figures.lost.append(path.name)
    if kind == "html_body":
        figures.html += 1
        figures.html_exact += _same_letters(message, expected)
        return
    figures.expected += 1
    if message.written.strip() == expected.strip():
        figures.exact += 1
    else:
        figures.differing.append(path.name)


def _same_letters(message: Message, expected: str) -> bool:
    return "".join(message.written.split()) == "".join(expected.split())


def main() -> None:
    """Print the figures of all sets."""
    logging.disable(logging.CRITICAL)  # libraries complain about what strangers attach
    found = measure(Path(sys.argv[1]) if sys.argv[1:] else CORPUS)
    if not found:
        sys.exit(f"no corpus at {CORPUS}; give its folder, or set CONSULTANT_CORPUS")
    for name, figures in found.items():
        print(_line(name, figures))
        for what in ("raised", "slow", "answered", "answered_bare", "silenced", "differing", "lost"):
            for one in getattr(figures, what):
                print(f"    {what}: {one}")
    total = sum(figures.messages for figures in found.values())
    print(f"{total - sum(len(f.raised) for f in found.values())} of {total} read")


def _line(name: str, figures: Figures) -> str:
    parts = [
        f"{name}: {figures.messages - len(figures.raised)} of {figures.messages} read",
        f"slowest {figures.slowest:.3f} s",
    ]
    if figures.automated:
        silent, bare = (figures.automated - len(f) for f in (figures.answered, figures.answered_bare))
        parts.append(
            f"{silent} of {figures.automated} automated not answered ({bare} by header and text alone)"
        )
    if figures.human:
        parts.append(f"{len(figures.silenced)} of {figures.human} human silenced")
    if figures.expected:
        parts.append(f"{figures.exact} of {figures.expected} texts as expected")
        parts.append(f"{figures.html_exact} of {figures.html} HTML texts")
        parts.append(f"own words lost in {len(figures.lost)}")
    return ", ".join(parts)


if __name__ == "__main__":
    main()
