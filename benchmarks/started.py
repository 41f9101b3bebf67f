"""What a benchmark measures: started for it, on this machine, and ended with it. A server is (port, pid)."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
ADDRESS = "consult@desk.example"

CONFIG = """\
[desk]
addresses = ["{address}"]
data = "{data}"
templates = "{root}/templates"
{database}
[listen]
port = {port}
hostname = "desk.example"
connections = {limit}
commands = 1000000
[answer]
workers = {workers}
[caps]
hour = 100000
day = 1000000
[retry]
minutes = [0.02]
{relay}
[log]
format = "json"
[watch]
port = {watch}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def wait_for_port(port: int, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.005)
    raise SystemExit(f"nothing came to listen on port {port}")


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process that listens on `port`."""
    out = log.open("ab") if log else subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=out, stderr=out, cwd=ROOT)
    try:
        wait_for_port(port)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()


@contextlib.contextmanager
def stock() -> Iterator[tuple[int, int]]:
    """aiosmtpd as it comes, which stores nothing."""
    port = free_port()
    with running([sys.executable, "-m", "benchmarks.stock", str(port)], port) as process:
        yield port, process.pid


@contextlib.contextmanager
def sink(*options: str) -> Iterator[tuple[int, int]]:
    """Postfix's smtp-sink, in C, which stores nothing."""
    port = free_port()
    user = ["-u", "nobody"] if os.getuid() == 0 else []
    with running(["smtp-sink", *user, *options, f"127.0.0.1:{port}", "1000"], port) as process:
        yield port, process.pid


class Desk:
    """A desk in a folder; `pid` is that of its first process."""

    def __init__(self, folder: Path, port: int, watch: int, process: "subprocess.Popen[bytes]") -> None:
        self.folder, self.port, self.watch, self.pid = folder, port, watch, process.pid

    def metric(self, name: str) -> float:
        """A figure from /metrics."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.watch}/metrics") as page:
            lines = page.read().decode().splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

    def memory(self) -> list[float]:
        """Resident MB of each of its processes."""
        children = subprocess.run(["pgrep", "-P", str(self.pid)], capture_output=True, text=True, check=False)
        return [resident(pid) for pid in (self.pid, *map(int, children.stdout.split()))]


def cpu(pid: int) -> float:
    """Seconds of processor a process and all its children have used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu(int(child)) for child in children.stdout.split())


def resident(pid: int) -> float:
    words = Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()
    return int(words[0]) / 1024


@contextlib.contextmanager
def desk(
    folder: Path,
    *,
    role: str = "both",
    workers: int = 2,
    relay_port: int = 0,
    database: str = "",
    connections: int = 2,
    limit: int = 20_000,
) -> Iterator[Desk]:
    """A desk with the shipped knowledge; replies go to the relay, or nowhere when it only listens."""
    port, watch = free_port(), free_port()
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    relay = ""
    if relay_port:
        relay = f'[relay]\nhost = "127.0.0.1"\nport = {relay_port}\nconnections = {connections}\n'
    (config / "consultant.toml").write_text(
        CONFIG.format(
            address=ADDRESS,
            data=folder / "data",
            root=ROOT,
            database=f'database = "{database}"' if database else "",
            port=port,
            limit=limit,
            workers=workers,
            relay=relay,
            watch=watch,
        )
    )
    if not (config / "knowledge").exists():
        (config / "knowledge").symlink_to(ROOT / "config" / "knowledge")
    command = [sys.executable, "-m", "consultant", "serve", "-c", str(config), "--role", role]
    with running(command, watch, folder / "log") as process:
        if role != "workers":
            wait_for_port(port)
        yield Desk(folder, port, watch, process)


def needed(*programs: str) -> None:
    """Stop with a sentence where one is missing."""
    for program in programs:
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is needed: apt-get install postfix")
