"""What `config/consultant.toml` may say. Every field carries the words that say what is expected of it.

The words in `description` end up in the sentence an operator reads when a value does not fit, so they
are written to follow "should be". Secrets are not here but in the environment (`reading.relay_login`).
"""

import os
import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, PrivateAttr

from consultant.frozen import Frozen

_LABEL = r"[^\W_]([\w-]*[^\W_])?"
_DOMAIN = re.compile(rf"localhost|{_LABEL}(\.{_LABEL})+")
_LOCAL = re.compile(r"[\w!#$%&'*/=?^`{|}~.-]+")


def _domain(value: str) -> str:
    if len(value) > 253 or not _DOMAIN.fullmatch(value):
        raise ValueError
    return value


def _consult_address(value: str) -> str:
    """A plain address; no `+`, because the desk itself adds `+detail` to it."""
    local, _, domain = value.rpartition("@")
    if not _LOCAL.fullmatch(local):
        raise ValueError
    _domain(domain)
    return value


def _reverse_path(value: str) -> str:
    """The null reverse-path (RFC 5321 section 4.5.5) or an address."""
    return value and _consult_address(value)


def _network(value: str) -> str:
    """A network of IPv4 or IPv6."""
    ip_network(value)
    return value


def _ip(value: str) -> str:
    ip_address(value)
    return value


def _sender(value: str) -> str:
    """An address, or everybody at a domain."""
    return value if value.startswith("*@") and _domain(value[2:]) else _consult_address(value)


def _database(value: str) -> str:
    """A file of SQLite, or a database of PostgreSQL without a password in it."""
    if not re.fullmatch(r"sqlite:///[^?]+|postgresql://([^:@/]+@)?[^@/]*/[^@/?]+(\?[^@]*)?", value):
        raise ValueError
    return value


Address = Annotated[str, AfterValidator(_consult_address)]
Minutes = Annotated[float, Field(gt=0, le=10_080, allow_inf_nan=False)]


class Section(Frozen):
    """One `[section]` of the file. Strict: "25" is not a port."""

    model_config = ConfigDict(strict=True)


class DeskSettings(Section):
    """`[desk]`: who the desk is and where it keeps things."""

    addresses: tuple[Address, ...] = Field(
        min_length=1, description='a list of full addresses such as ["consult@example.org"]'
    )
    name: str = Field(
        "Consult Desk",
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x1f\x7f]+$",
        description="a name on one line",
    )
    data: str = Field("../data", min_length=1, description="the path of a folder")
    templates: str = Field("../templates", min_length=1, description="the path of a folder")
    database: Annotated[str, AfterValidator(_database)] | None = Field(
        None,
        description='a database URL such as "sqlite:////var/lib/consultant/desk.sqlite" or '
        '"postgresql://consultant@db.example.org/consultant" (its password comes from PGPASSWORD)',
    )
    reply_from: Annotated[str, AfterValidator(_reverse_path)] = Field(
        "", description='"" (the null reverse-path) or a bounce address such as "bounces@example.org"'
    )
    bounces: Annotated[str, AfterValidator(_reverse_path)] = Field(
        "", description='"" or an address of the desk\'s own such as "bounce@example.org"'
    )
    aliases: tuple[Address, ...] = Field(
        (), description='a list of addresses whose mail ends up here, such as ["coding@example.org"]'
    )
    allow: tuple[Annotated[str, AfterValidator(_sender)], ...] = Field(
        (), description='a list of senders such as ["reports@clinic.example", "*@partner.example"]'
    )
    keep_days: int = Field(90, ge=0, le=36_500, description="a whole number of days (0 keeps everything)")


class ListenSettings(Section):
    """`[listen]`: the way in."""

    host: str = Field("127.0.0.1", min_length=1, description="an address of this machine to listen on")
    port: int = Field(
        2525, ge=0, le=65_535, description="a port number from 0 to 65535 (0 takes any free port)"
    )
    hostname: Annotated[str, AfterValidator(_domain)] | None = Field(
        None, description='a full host name such as "consult.example.org"'
    )
    size_limit: int = Field(
        10_485_760, ge=65_536, le=1_073_741_824, description="a number of octets from 65536 to 1073741824"
    )
    line_limit: int = Field(
        1_048_576, ge=1_000, le=1_073_741_824, description="a number of octets from 1000 to 1073741824"
    )
    recipients: int = Field(100, ge=1, le=10_000, description="a whole number from 1 to 10000")
    commands: int = Field(1_000, ge=10, le=1_000_000, description="a whole number from 10 to 1000000")
    timeout: float = Field(
        300, gt=0, le=3_600, description="a number of seconds, more than 0 and at most 3600"
    )
    drain: float = Field(30, ge=0, le=600, description="a number of seconds from 0 to 600")
    connections: int = Field(1_000, ge=1, le=100_000, description="a whole number from 1 to 100000")
    memory: int = Field(
        268_435_456, ge=65_536, le=1_099_511_627_776, description="a number of octets, at least 65536"
    )
    per_address: int = Field(100, ge=1, le=100_000, description="a whole number from 1 to 100000")
    per_minute: int = Field(1_000, ge=1, le=1_000_000, description="a whole number from 1 to 1000000")
    greeting_delay: float = Field(0, ge=0, le=60, description="a number of seconds from 0 to 60")
    trusted: tuple[Annotated[str, AfterValidator(_network)], ...] = Field(
        ("127.0.0.0/8", "::1/128"), description='a list of networks such as ["127.0.0.0/8", "192.0.2.7/32"]'
    )
    certificate: str = Field("", description="the path of a certificate in PEM form")
    key: str = Field("", description="the path of its key in PEM form")
    require_starttls: bool = Field(False, description="true or false")
    submitters: str = Field("", description="the path of a file of names and hashed passwords")
    lmtp: str = Field("", description='the path of a socket, or "host:port"')
    queue: int = Field(1_000_000, ge=1, le=1_000_000_000, description="a whole number, at least 1")
    free_disk: int = Field(
        104_857_600, ge=0, le=1_099_511_627_776, description="a number of octets (0 does not look)"
    )


class AnswerSettings(Section):
    """`[answer]`: the processes that read mails and write replies."""

    workers: int = Field(2, ge=1, le=256, description="a whole number from 1 to 256")
    timeout: float = Field(20, gt=0, le=50, description="a number of seconds, more than 0 and at most 50")


class RelaySettings(Section):
    """`[relay]`: the smarthost that carries replies. Without it they are written to a Maildir."""

    host: str = Field(min_length=1, pattern=r"^\S+$", description="the name or address of the mail relay")
    port: int = Field(25, ge=1, le=65_535, description="a port number from 1 to 65535")
    starttls: bool = Field(False, description="true or false")
    timeout: float = Field(60, gt=0, le=600, description="a number of seconds, more than 0 and at most 600")
    connections: int = Field(2, ge=1, le=50, description="a whole number from 1 to 50")


class RetrySettings(Section):
    """`[retry]`: when to try again after the relay could not take a reply."""

    minutes: tuple[Minutes, ...] = Field(
        (1, 5, 10, 20, 40, 60, 120, 240),
        min_length=1,
        description="a list of minutes, each more than 0, such as [1, 5, 10, 20]",
    )
    jitter: float = Field(0.1, ge=0, le=0.5, description="a fraction from 0 to 0.5")
    give_up_hours: float = Field(
        120, gt=0, le=720, description="a number of hours, more than 0 and at most 720"
    )


class CapSettings(Section):
    """`[caps]`: how many replies one sender may get; what stops a loop that nothing else stopped."""

    hour: int = Field(20, ge=1, le=100_000, description="a whole number from 1 to 100000")
    day: int = Field(60, ge=1, le=1_000_000, description="a whole number from 1 to 1000000")
    thread: int = Field(15, ge=1, le=100_000, description="a whole number from 1 to 100000")
    same_text: int = Field(5, ge=1, le=100_000, description="a whole number from 1 to 100000")


class ReadingSettings(Section):
    """`[reading]`: how much of one mail is read; what goes beyond is held, and its sender is told."""

    header_octets: int = Field(
        262_144, ge=4_096, le=16_777_216, description="a number of octets, at least 4096"
    )
    header_fields: int = Field(1_000, ge=50, le=100_000, description="a whole number from 50 to 100000")
    nesting: int = Field(50, ge=5, le=100, description="a whole number from 5 to 100")
    parts: int = Field(500, ge=10, le=10_000, description="a whole number from 10 to 10000")
    text: int = Field(
        2_000_000, ge=10_000, le=20_000_000, description="a number of characters, at least 10000"
    )
    lines: int = Field(20_000, ge=500, le=1_000_000, description="a whole number from 500 to 1000000")
    html_nesting: int = Field(1_000, ge=50, le=10_000, description="a whole number from 50 to 10000")
    attachment_octets: int = Field(
        10_485_760, ge=0, le=1_073_741_824, description="a number of octets (0 reads none)"
    )
    attachment_pages: int = Field(50, ge=1, le=10_000, description="a whole number from 1 to 10000")


class SenderSettings(Section):
    """`[senders]`: must who writes be proven to be who he says?"""

    proven: bool = Field(False, description="true or false")
    authserv_id: str = Field(
        "", pattern=r"^[^\s;]*$", description="the name of your mail server in Authentication-Results"
    )
    nameservers: tuple[Annotated[str, AfterValidator(_ip)], ...] = Field(
        (), description='a list of addresses such as ["192.0.2.53"]'
    )


class DkimSettings(Section):
    """`[dkim]`: signatures on replies."""

    selector: str = Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", description="a label of DNS")
    domain: Annotated[str, AfterValidator(_domain)] | None = Field(
        None, description='a domain such as "example.org"'
    )
    key: str = Field("", description="the path of a private key")


class LogSettings(Section):
    """`[log]`: lines for a person or for a machine."""

    format: Literal["human", "json"] = Field("human", description='"human" or "json"')


class WatchSettings(Section):
    """`[watch]`: what a monitor may ask by HTTP."""

    host: str = Field("127.0.0.1", min_length=1, description="an address of this machine to listen on")
    port: int = Field(0, ge=0, le=65_535, description="a port number from 0 to 65535 (0 turns it off)")


class Settings(Section):
    """The whole file."""

    desk: DeskSettings
    listen: ListenSettings = ListenSettings()
    answer: AnswerSettings = AnswerSettings()
    relay: RelaySettings | None = None
    retry: RetrySettings = RetrySettings()
    caps: CapSettings = CapSettings()
    reading: ReadingSettings = ReadingSettings()
    senders: SenderSettings = SenderSettings()
    dkim: DkimSettings | None = None
    log: LogSettings = LogSettings()
    watch: WatchSettings = WatchSettings()

    _folder: Path = PrivateAttr(default=Path())

    @property
    def folder(self) -> Path:
        """Where the file was found; knowledge and templates lie beside it."""
        return self._folder

    def found_in(self, folder: Path) -> Self:
        """These settings, remembering where they came from."""
        self._folder = folder.absolute()
        return self

    @property
    def data_folder(self) -> Path:
        """Relative paths count from the settings file, not from wherever a command was typed."""
        return Path(os.path.normpath(self.folder / self.desk.data))

    @property
    def database_url(self) -> str:
        return self.desk.database or f"sqlite:///{self.data_folder / 'desk.sqlite'}"

    @property
    def hostname(self) -> str:
        """Our name in the greeting and on the right of our Message-IDs."""
        return self.listen.hostname or self.desk.addresses[0].rpartition("@")[2]
