"""The way out: one kept connection to the relay, or a Maildir while no relay is set."""

import asyncio
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from consultant.config.reading import Login
from consultant.config.settings import RelaySettings
from consultant.desk.store import Letter

# The relay wants a login, or another one (RFC 4954 section 6): our setting is wrong, not the letter.
_LOGIN_CODES = frozenset({530, 534, 535, 538})
_ABOUT_THE_LETTER = (SMTPSenderRefused, SMTPRecipientRefused, SMTPDataError)


class DeliveryError(Exception):
    """A letter was not taken; `permanent`: it never will be. The log shows `kind` and `code`, never `why`."""

    def __init__(self, why: str, *, permanent: bool, kind: str, code: int | None = None) -> None:
        super().__init__(why)
        self.why = why[:500]
        self.permanent = permanent
        self.kind = kind
        self.code = code


class Carrier(Protocol):
    """Takes a letter and keeps it, or raises DeliveryError."""

    async def carry(self, letter: Letter) -> None: ...

    async def close(self) -> None: ...


class Relay:
    """One kept connection, one letter at a time: a new connection for each costs four times the work."""

    def __init__(self, relay: RelaySettings, hostname: str, login: Login | None) -> None:
        self._timeout = relay.timeout
        self._client = SMTP(
            hostname=relay.host,
            port=relay.port,
            start_tls=relay.starttls,
            username=login.user if login else None,
            password=login.password.get_secret_value() if login else None,
            local_hostname=hostname,
            timeout=relay.timeout,
        )

    async def carry(self, letter: Letter) -> None:
        answered = False
        try:
            async with asyncio.timeout(self._timeout):
                await self._connect()
                await self._send(letter)
                answered = True
        except (SMTPException, OSError) as error:
            answered = isinstance(error, (*_ABOUT_THE_LETTER, SMTPRecipientsRefused))
            raise _fault(error) from error
        finally:
            if not answered:
                # Without an answer, client and relay may disagree about what comes next.
                self._client.close()

    async def close(self) -> None:
        try:
            async with asyncio.timeout(1):
                if self._client.is_connected:
                    await self._client.quit()
        except (SMTPException, OSError):
            self._client.close()

    async def _connect(self) -> None:
        """A connection that answers. Relays close idle ones, and finding out in mid-letter costs a retry."""
        if self._client.is_connected:
            try:
                await self._client.rset()
                return
            except (SMTPException, OSError):
                self._client.close()
        try:
            await self._client.connect()
        except ValueError as error:  # a host name that is none: our setting, not the letter
            raise SMTPException(str(error)) from error
        if self._client.is_ehlo_or_helo_needed:
            # aiosmtplib asks only when it sends; what the relay can do decides our options before that.
            with suppress(SMTPHeloError):  # an old relay; sendmail() says HELO to it
                await self._client.ehlo()

    async def _send(self, letter: Letter) -> None:
        try:
            # Not aiosmtplib.send(), which cannot send from the null reverse-path.
            await self._client.sendmail(
                letter.mail_from, [letter.rcpt_to], letter.raw, mail_options=self._options(letter)
            )
        except ValueError as error:  # an address that no relay could be given
            raise DeliveryError(str(error), permanent=True, kind=type(error).__name__) from error

    def _options(self, letter: Letter) -> list[str]:
        options = []
        if not letter.raw.isascii() and self._client.supports_extension("8bitmime"):
            options.append("BODY=8BITMIME")  # RFC 6152
        if not (letter.mail_from + letter.rcpt_to).isascii():
            if not self._client.supports_extension("smtputf8"):
                raise ValueError("the relay cannot carry this address (it has no SMTPUTF8, RFC 6531)")
            options.append("SMTPUTF8")
        return options


class MaildirDrop:
    """Letters as files, for a desk without a relay. The same letter always gets the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def carry(self, letter: Letter) -> None:
        try:
            await asyncio.to_thread(self._write, letter)
        except OSError as error:
            why = f"{self._folder}: {error.strerror}"
            raise DeliveryError(why, permanent=False, kind=type(error).__name__) from error

    async def close(self) -> None:
        pass

    def _write(self, letter: Letter) -> None:
        for name in ("tmp", "new", "cur"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(letter.message_id.encode()).hexdigest()[:32] + ".consultant"
        # Who it came from and whom it is for is lost with the envelope (RFC 5321 section 4.4).
        head = f"Return-Path: <{letter.mail_from}>\r\nDelivered-To: {letter.rcpt_to}\r\n".encode()
        written = self._folder / "tmp" / name
        with written.open("wb") as file:
            file.write((head + letter.raw).replace(b"\r\n", b"\n"))
            file.flush()
            os.fsync(file.fileno())
        written.replace(self._folder / "new" / name)
        _sync_folder(self._folder / "new")


def _sync_folder(folder: Path) -> None:
    """A renamed file is there after a power cut only if its folder was written too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fault(error: Exception) -> DeliveryError:
    """Is it the letter, or is it the relay, the network, our login? Only the first is ever permanent."""
    if isinstance(error, SMTPRecipientsRefused):
        error = error.recipients[0]
    kind = type(error).__name__
    if isinstance(error, SMTPResponseException):
        permanent = (
            isinstance(error, _ABOUT_THE_LETTER)
            and 500 <= error.code <= 599
            and error.code not in _LOGIN_CODES
        )
        return DeliveryError(f"{error.code} {error.message}", permanent=permanent, kind=kind, code=error.code)
    return DeliveryError(str(error) or kind, permanent=False, kind=kind)
