"""Servers that a test needs and a machine may not have: skipped visibly, or failed where promised."""

import os
import shutil
from pathlib import Path

import pytest

NEEDED = "CONSULTANT_TESTS_NEED"
"""Names, separated by commas, of what .ci/run has made sure of."""


def do_without(what: str, why: str) -> None:
    """Skip this test, unless this machine is one that has `what`."""
    if what in os.environ.get(NEEDED, "").split(","):
        pytest.fail(f"{NEEDED} promises {what}, but {why}")
    pytest.skip(why)


def program(name: str) -> str:
    """The path of one of Postfix's programs, or the test is skipped."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/lib/postfix/sbin")
    if found is None:
        do_without("postfix", f"{name} of Postfix is not installed")
    return str(Path(str(found)))
