"""Where the processor goes while one mail is read and answered: python -m benchmarks.profile

The function that the answering processes call, on the questions of `benchmarks.traffic`: the milliseconds of
each, then what the profiler says of its parts, as shares of the whole.
"""

import cProfile
import gc
import pstats
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.started import ADDRESS, ROOT
from benchmarks.traffic import CASES, Mails, sender
from consultant.config.reading import load
from consultant.mail.message import Counts, Envelope
from consultant.wiring import make_consult

ROUNDS = 60


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "consultant.toml"
        config.write_text(f'[desk]\naddresses = ["{ADDRESS}"]\ntemplates = "{ROOT}/templates"\n')
        (Path(folder) / "knowledge").symlink_to(ROOT / "config" / "knowledge")
        consult = make_consult(load(Path(folder)))
    mails, times = Mails(), {}
    arguments = []
    for _ in range(ROUNDS * len(CASES)):
        number, raw = mails.take()
        envelope = Envelope(mail_from=sender(number), rcpt_to=(ADDRESS,), received_at=datetime.now(UTC))
        arguments.append((raw, envelope, Counts(), f"<{number}@desk.example>", datetime.now(UTC)))
    gc.collect()
    gc.freeze()  # as the processes of the crew do
    for one in arguments[:12]:
        consult(*one)
    for count, one in enumerate(arguments):
        began = time.process_time()
        outcome = consult(*one)
        times.setdefault(CASES[count % len(CASES)], []).append(time.process_time() - began)
        assert outcome.reply is not None
    for name, each in times.items():
        print(f"{name:24} {median(each) * 1e3:6.2f} ms")
    print(f"{'mean of the medians':24} {sum(map(median, times.values())) / len(times) * 1e3:6.2f} ms")
    profiler = cProfile.Profile()
    profiler.enable()
    for one in arguments:
        consult(*one)
    profiler.disable()
    stats = pstats.Stats(profiler)
    stats.sort_stats("cumulative").print_stats("consultant|jinja2|email/", 45)
    stats.sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
