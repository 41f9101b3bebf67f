"""A PostgreSQL of the tests' own: made, started and removed by them, as an unprivileged user, on a socket."""

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

USERS = ("postgres", "nobody")
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
}


def binaries() -> Path | None:
    """Where initdb and pg_ctl are: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "pg_ctl").exists()), None)


def account() -> pwd.struct_passwd | None:
    """Whose processes a server's are; None: ours."""
    user = next((name for name in USERS if _is_user(name)), None) if os.getuid() == 0 else None
    return pwd.getpwnam(user) if user is not None else None


class Cluster:
    """A server. `port` only names its socket, unless `listen` asks for TCP; `log` is where pg_wal goes."""

    def __init__(
        self, folder: Path, programs: Path, port: int = 5432, listen: bool = False, log: Path | None = None
    ) -> None:
        self.folder = folder
        self._programs = programs
        self._port = port
        self._listen = listen
        self._log = log
        self._account = account()

    def make(self) -> None:
        if self._account is not None:
            os.chown(self.folder, self._account.pw_uid, -1)
        self.folder.chmod(0o755)
        where = ["-D", self._data, *(["-X", str(self._log), "--wal-segsize=1"] if self._log else [])]
        self._run("initdb", *where, "-U", "consultant", "-A", "trust", "-E", "UTF8", "--no-locale")
        settings = SETTINGS | {"unix_socket_directories": f"'{self.folder}'", "port": str(self._port)}
        if self._listen:
            settings["listen_addresses"] = "'127.0.0.1'"
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def start(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self, how: str = "fast") -> None:
        self._run("pg_ctl", "-D", self._data, "-m", how, "-w", "stop")

    @property
    def running(self) -> bool:
        try:
            self._run("pg_ctl", "-D", self._data, "status")
        except subprocess.CalledProcessError:
            return False
        return True

    def said(self) -> str:
        """What it logged: errors that end a session or the server."""
        return (self.folder / "log").read_text()

    def url(self, database: str) -> str:
        return f"postgresql://consultant@/{database}?host={self.folder}&port={self._port}"

    def new_database(self, template: str = "template1", tablespace: str = "pg_default") -> str:
        """The URL of a database that nobody has used."""
        name = f"desk_{uuid.uuid4().hex[:12]}"
        asyncio.run(self.execute(f'CREATE DATABASE {name} TEMPLATE "{template}" TABLESPACE {tablespace}'))
        return self.url(name)

    async def execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        options: dict[str, Any] = {"cwd": self.folder}
        if self._account is not None:
            options |= {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
        # Not a pipe: the server would hold its other end.
        with (self.folder / "commands.log").open("ab") as log:
            subprocess.run(command, check=True, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **options)


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


@contextmanager
def cluster(port: int = 5432, listen: bool = False, log: Path | None = None) -> Iterator[Cluster]:
    """A server that runs until the end of the `with`. FileNotFoundError where there is no PostgreSQL."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    # Short, because the path of a socket may have about a hundred letters.
    with tempfile.TemporaryDirectory(prefix="desk-pg-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        server = Cluster(Path(folder), programs, port, listen, log)
        server.make()
        server.start()
        try:
            yield server
        finally:
            if server.running:
                server.stop("immediate")
