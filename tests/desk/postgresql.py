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


class Cluster:
    """A server. `port` only names its socket, unless `listen` asks for TCP."""

    def __init__(self, folder: Path, programs: Path, port: int = 5432, listen: bool = False) -> None:
        self.folder = folder
        self._programs = programs
        self._port = port
        self._listen = listen
        self._user = next((name for name in USERS if _is_user(name)), None) if os.getuid() == 0 else None

    def make(self) -> None:
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        self.folder.chmod(0o755)
        self._run("initdb", "-D", self._data, "-U", "consultant", "-A", "trust", "-E", "UTF8", "--no-locale")
        settings = SETTINGS | {"unix_socket_directories": f"'{self.folder}'", "port": str(self._port)}
        if self._listen:
            settings["listen_addresses"] = "'127.0.0.1'"
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    def start(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-l", str(self.folder / "log"), "-w", "start")

    def stop(self, how: str = "fast") -> None:
        self._run("pg_ctl", "-D", self._data, "-m", how, "-w", "stop")

    def url(self, database: str) -> str:
        return f"postgresql://consultant@/{database}?host={self.folder}&port={self._port}"

    def new_database(self, template: str = "template1") -> str:
        """The URL of a database that nobody has used."""
        name = f"desk_{uuid.uuid4().hex[:12]}"
        asyncio.run(self.execute(f'CREATE DATABASE {name} TEMPLATE "{template}"'))
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
        if self._user is not None:
            user = pwd.getpwnam(self._user)
            options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
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
def cluster(port: int = 5432, listen: bool = False) -> Iterator[Cluster]:
    """A server that runs until the end of the `with`. FileNotFoundError where there is no PostgreSQL."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    # Short, because the path of a socket may have about a hundred letters.
    with tempfile.TemporaryDirectory(prefix="desk-pg-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        server = Cluster(Path(folder), programs, port, listen)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
