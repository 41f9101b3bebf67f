"""Is mail read, screened and proven as well as it has to be? python -m benchmarks.bars

One line for each bar, with what was measured on mails and suites that others published (`tests/corpus.py`
says where they lie) and on hostile mails of our own. Ends with 1 if one does not hold.
"""

import logging
import sys
import time
from collections.abc import Iterator

from benchmarks.corpus import Figures, measure
from consultant.mail.parse import parse
from tests.corpus import CORPUS
from tests.desk.suites import dkim_cases, spf_cases
from tests.mail.hostile import HOSTILE, SLOW

Bar = tuple[str, str, bool]
"""What has to be, what was measured, does it hold?"""


def main() -> None:
    """Print all bars."""
    logging.disable(logging.CRITICAL)  # libraries complain about what strangers attach
    if not CORPUS.is_dir():
        sys.exit(f"no corpus at {CORPUS}; set CONSULTANT_CORPUS")
    bars = [*_corpus(measure()), *_suites(), *_hostile()]
    for what, measured, holds in bars:
        print(f"{'holds' if holds else 'FAILS'}  {what}: {measured}")
    sys.exit(0 if all(holds for _, _, holds in bars) else 1)


def _corpus(found: dict[str, Figures]) -> Iterator[Bar]:
    total = sum(one.messages for one in found.values())
    raised = sum(len(one.raised) for one in found.values())
    slowest = max(one.slowest for one in found.values())
    yield "every message is read", f"{total - raised} of {total}", not raised
    yield "none takes a second of processor", f"slowest {slowest:.3f} s", slowest < 1
    sisimai, talon = found["sisimai"], found["talon"]
    silent = sisimai.automated - len(sisimai.answered)
    yield (
        "no automated message is answered",
        f"{silent} of {sisimai.automated} silent; {sisimai.messages - sisimai.automated} more are no bounces",
        not sisimai.answered,
    )
    yield "nobody is silenced", f"{len(talon.silenced)} of {talon.human} are", not talon.silenced
    yield "texts come out exactly", f"{talon.exact} of {talon.expected}, at least 53", talon.exact >= 53
    lost = sum(len(one.lost) for one in found.values())
    yield (
        "no own words are lost",
        f"in {lost} of {sum(o.expected + o.html for o in found.values())}",
        not lost,
    )


def _suites() -> Iterator[Bar]:
    for name, outcomes in (
        ("SPF suite of RFC 7208", [case.found() in case.expected for case in spf_cases()]),
        ("chasquid's DKIM vectors", [case.found() == case.expected for case in dkim_cases()]),
    ):
        yield name, f"{sum(outcomes)} of {len(outcomes)} pass", bool(outcomes) and all(outcomes)


def _hostile() -> Iterator[Bar]:
    letters = {name: f"From: a@b.example\r\n\r\n{text}".encode() for name, text in SLOW.items()}
    for kind, mails in (("10 MB made to be slow", HOSTILE), ("strings that splitters hang on", letters)):
        took = {}
        for name, raw in mails.items():
            began = time.process_time()
            parse(raw)
            took[name] = time.process_time() - began
        slowest = max(took, key=lambda name: took[name])
        measured = f"{len(took)} mails, slowest {took[slowest]:.2f} s ({slowest})"
        yield f"{kind}, under a second", measured, took[slowest] < 1


if __name__ == "__main__":
    main()
