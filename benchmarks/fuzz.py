"""Real mails damaged at random, for as long as one likes: python -m benchmarks.fuzz [MINUTES] [SEED]

Each is read and screened (`tests/mail/damage.py` says what must hold). Stops at
the first that breaks a rule and writes it to fuzz-SEED-NUMBER.eml.
"""

import logging
import random
import sys
import time
from pathlib import Path

from tests.corpus import CORPUS, cases
from tests.mail.damage import damaged, read


def main() -> None:
    """Print how many were read, how long they took, and the slowest."""
    logging.disable(logging.CRITICAL)
    minutes, seed = float(sys.argv[1] if sys.argv[1:] else 1), int(sys.argv[2] if sys.argv[2:] else 1)
    chance = random.Random(seed)
    mails = [path.read_bytes() for path, _ in cases(folder=CORPUS)]
    if not mails:
        sys.exit(f"no corpus at {CORPUS}; set CONSULTANT_CORPUS")
    ends, took = time.monotonic() + minutes * 60, []
    while time.monotonic() < ends:
        raw = damaged(chance.choice(mails), chance)
        began = time.process_time()
        try:
            read(raw)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            found = Path(f"fuzz-{seed}-{len(took)}.eml")
            found.write_bytes(raw)
            sys.exit(f"mail {len(took)} broke a rule, kept as {found}: {error!r}")
        took.append(time.process_time() - began)
    took.sort()
    middle, late, last = (took[int(len(took) * part)] for part in (0.5, 0.99, 0.99999))
    print(f"seed {seed}: {len(took)} mails read, none raised, half under {middle * 1000:.2f} ms, ", end="")
    print(f"99 of 100 under {late * 1000:.1f} ms, slowest {last * 1000:.0f} ms")


if __name__ == "__main__":
    main()
