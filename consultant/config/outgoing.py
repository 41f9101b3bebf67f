"""The sections about what goes out: the relay, tries, caps, signatures."""

from typing import Annotated

from pydantic import AfterValidator, Field

from consultant.config.values import Minutes, Section, domain


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


class DkimSettings(Section):
    """`[dkim]`: signatures on replies."""

    selector: str = Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", description="a label of DNS")
    domain: Annotated[str, AfterValidator(domain)] | None = Field(
        None, description='a domain such as "example.org"'
    )
    key: str = Field("", description="the path of a private key")
