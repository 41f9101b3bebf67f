"""What the first process of a desk needs of the wiring, and light: what the mind is made of is loaded where
mails are answered, in other processes, and a desk that waited for it here too would start a third later."""

import tomllib
from contextlib import suppress
from typing import TYPE_CHECKING

from consultant.config.settings import Settings

if TYPE_CHECKING:
    from consultant.desk.answering import Consult
    from consultant.desk.proof.authenticator import Authenticator


def make_consult(settings: Settings) -> "Consult":
    """The function that answers; called in the process that answers. Raises ConfigError with one sentence."""
    from consultant import wiring

    return wiring.make_consult(settings)


def make_authenticator(settings: Settings) -> "Authenticator | None":
    """Who proves the senders of mail, if they are to be proven."""
    senders = settings.senders
    if not senders.proven:
        return None
    from consultant.desk.gate import Gate
    from consultant.desk.proof.authenticator import Authenticator
    from consultant.desk.proof.dns import SystemResolver

    gate = Gate(1, 1, 1, settings.listen.trusted)
    return Authenticator(SystemResolver(senders.nameservers), gate.trusts, senders.authserv_id)


def edition_name(settings: Settings) -> str:
    """The name and date of the knowledge in use; "unknown" where the processes that answer will say why."""
    with suppress(OSError, ValueError, KeyError):
        release = tomllib.loads((settings.folder / "knowledge" / "edition.toml").read_text("utf-8"))
        return f"{release['name']} {release['date']}"
    return "unknown"
