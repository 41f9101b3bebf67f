"""The sections about what comes in: who the desk is, its doors, how much of a mail is read, who may write."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from consultant.config.values import Address, Section, database_url, domain, ip, network, reverse_path, sender


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
    database: Annotated[str, AfterValidator(database_url)] | None = Field(
        None,
        description='a database URL such as "sqlite:////var/lib/consultant/desk.sqlite" or '
        '"postgresql://consultant@db.example.org/consultant" (its password comes from PGPASSWORD)',
    )
    reply_from: Annotated[str, AfterValidator(reverse_path)] = Field(
        "", description='"" (the null reverse-path) or a bounce address such as "bounces@example.org"'
    )
    bounces: Annotated[str, AfterValidator(reverse_path)] = Field(
        "", description='"" or an address of the desk\'s own such as "bounce@example.org"'
    )
    aliases: tuple[Address, ...] = Field(
        (), description='a list of addresses whose mail ends up here, such as ["coding@example.org"]'
    )
    allow: tuple[Annotated[str, AfterValidator(sender)], ...] = Field(
        (), description='a list of senders such as ["reports@clinic.example", "*@partner.example"]'
    )
    thanks: Literal["silence", "line"] = Field("silence", description='"silence" or "line"')
    keep_days: int = Field(90, ge=0, le=36_500, description="a whole number of days (0 keeps everything)")


class ListenSettings(Section):
    """`[listen]`: the way in."""

    host: str = Field("127.0.0.1", min_length=1, description="an address of this machine to listen on")
    port: int = Field(
        2525, ge=0, le=65_535, description="a port number from 0 to 65535 (0 takes any free port)"
    )
    hostname: Annotated[str, AfterValidator(domain)] | None = Field(
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
    trusted: tuple[Annotated[str, AfterValidator(network)], ...] = Field(
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
    codes: int = Field(100, ge=10, le=1_000, description="a whole number from 10 to 1000")
    questions: int = Field(50, ge=5, le=500, description="a whole number from 5 to 500")
    answer: int = Field(60_000, ge=10_000, le=1_000_000, description="a number of characters, at least 10000")


class SenderSettings(Section):
    """`[senders]`: must who writes be proven to be who he says?"""

    proven: bool = Field(False, description="true or false")
    authserv_id: str = Field(
        "", pattern=r"^[^\s;]*$", description="the name of your mail server in Authentication-Results"
    )
    nameservers: tuple[Annotated[str, AfterValidator(ip)], ...] = Field(
        (), description='a list of addresses such as ["192.0.2.53"]'
    )
