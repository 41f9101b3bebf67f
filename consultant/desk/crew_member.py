"""A process that answers mails one after the other, for a crew: python -m consultant.desk.crew_member

It reads from standard input and writes to standard output; each message is its length and a pickle. The first
is a function that makes the Consult, answered by None or by a sentence that says why it could not. After that
come the arguments of a Consult, answered by an Outcome or a Failure.
"""

import ctypes
import gc
import logging
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

LENGTH = struct.Struct("!I")
MEMORY = 2 << 30
"""Octets of data one process may have; a mail that makes us want more fails alone."""

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong here: the kind of the error and its place, never its words."""

    kind: str
    place: str


def main() -> None:
    """Answer until there is nobody to answer to."""
    requests, replies = _private_channels()
    _settle()
    make = _receive(requests)
    if make is None:
        return
    consult = _made(make, replies)
    while consult is not None and (arguments := _receive(requests)) is not None:
        _send(replies, _answer(consult, arguments))


def _private_channels() -> tuple[BinaryIO, BinaryIO]:
    """Our two pipes; whatever prints to standard output by mistake goes to standard error instead."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    return requests, replies


def _settle() -> None:
    """The desk decides when we stop; should it be killed, so are we. No library logs here: they quote."""
    logging.disable(logging.CRITICAL)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if parent == 1 or os.getppid() != parent:
            os._exit(0)


def _made(make: Callable[[], Any], replies: BinaryIO) -> Any:
    from consultant.config.reading import ConfigError

    try:
        consult = make()
    except ConfigError as error:
        _send(replies, str(error))
        return None
    # What is known stays for good: looking it over again and again for garbage takes a tenth of the time.
    gc.collect()
    gc.freeze()
    _send(replies, None)
    return consult


def _answer(consult: Any, arguments: Any) -> Any:
    from consultant.desk.maillog import place
    from consultant.mail.outcome import Outcome

    try:
        outcome = consult(*arguments)
        # Nobody on the other side looks at how the answer was found, nor has loaded what it is made of.
        return Outcome.model_construct(**{name: getattr(outcome, name) for name in Outcome.model_fields})
    except Exception as error:  # noqa: BLE001 - our mistake: the desk holds this mail, we go on
        return Failure(type(error).__name__, place(error))


def _receive(requests: BinaryIO) -> Any:
    head = requests.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return pickle.loads(requests.read(LENGTH.unpack(head)[0]))


def _send(replies: BinaryIO, what: Any) -> None:
    packed = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    replies.write(LENGTH.pack(len(packed)) + packed)
    replies.flush()


if __name__ == "__main__":
    # Under its real name, or what we send would be of a class that the desk does not know.
    from consultant.desk import crew_member

    crew_member.main()
