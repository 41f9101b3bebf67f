"""A Postfix of the tests' own, in a temporary folder: what it takes by SMTP and where it sends it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.desk.helpers import shown_if_it_fails, wait_until
from tests.desk.needs import do_without, program

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/state
command_directory = {commands}
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mx.example.org
mydestination =
mynetworks = 127.0.0.0/8
inet_protocols = ipv4
smtpd_relay_restrictions = {restrictions}
alias_maps =
smtp_dns_support_level = disabled
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
{more}
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""


@contextmanager
def postfix(
    folder: Path, port: int, more: str, *, relays: bool = False, files: dict[str, str] | None = None
) -> Iterator[Path]:
    """Runs until the end of the `with`; `more` are lines of main.cf, `files` are tables beside it.

    `relays`: it carries mail for any client of this machine, as a smarthost does. Yields its log.
    """
    if os.getuid() != 0:
        do_without("postfix", "only root may start Postfix")
    commands, daemons = Path(program("postfix")).parent, Path(program("smtpd")).parent
    etc = folder / "etc"
    for place in (etc, folder / "spool", folder / "state"):
        place.mkdir(parents=True)
    shutil.chown(folder / "state", "postfix")
    restrictions = "permit_mynetworks, reject" if relays else "reject_unauth_destination"
    values = {"folder": folder, "commands": commands, "daemons": daemons, "restrictions": restrictions}
    (etc / "main.cf").write_text(MAIN.format(more=more.replace("/etc/postfix", str(etc)), **values))
    (etc / "master.cf").write_text(MASTER.format(port=port))
    for name, text in (files or {}).items():
        (etc / name).write_text(text)
        _run(commands / "postmap", "-c", str(etc), f"hash:{etc / name}")
    for place in (folder, *folder.parents):
        if not os.stat(place).st_mode & 0o001:
            place.chmod(place.stat().st_mode | 0o011)  # postfix's user must get here
    _run(commands / "postfix", "-c", str(etc), "start")
    try:
        wait_until(lambda: "daemon started" in _read(folder / "log"))
        with shown_if_it_fails(lambda: _read(folder / "log")):
            yield folder / "log"
    finally:
        _run(commands / "postfix", "-c", str(etc), "stop")


def _run(command: Path, *arguments: str) -> None:
    done = subprocess.run([str(command), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""
