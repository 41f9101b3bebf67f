"""AUTH, over TLS and for submitters only (RFC 4954)."""

# ruff: noqa: N802 - aiosmtpd finds commands by these names

import asyncio
import ssl
from dataclasses import dataclass
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword, Session

from consultant.desk import maillog
from consultant.desk.peer import peer_of
from consultant.desk.submitters import Submitters

LOGINS = 3
"""Wrong passwords in one connection."""


@dataclass(frozen=True, slots=True)
class Security:
    """STARTTLS with this context, `required` of all but trusted clients; AUTH, over TLS, for submitters."""

    tls: ssl.SSLContext | None = None
    required: bool = False
    submitters: Submitters | None = None
    trusted: bool = False


class Login(SMTP):
    """aiosmtpd's, with the password compared beside the conversations and wrong ones counted."""

    session: Session
    _security: Security
    _wrong_passwords = 0

    async def auth_PLAIN(self, _: Any, args: list[str]) -> AuthResult:
        return await self._checked(await super().auth_PLAIN(_, args))

    async def auth_LOGIN(self, _: Any, args: list[str]) -> AuthResult:
        return await self._checked(await super().auth_LOGIN(_, args))

    def _authenticate(self, mechanism: str, auth_data: Any) -> AuthResult:
        # aiosmtpd compares here; a hash that is slow on purpose must not keep the others waiting.
        return AuthResult(success=True, auth_data=auth_data)

    async def _checked(self, given: AuthResult) -> AuthResult:
        login = given.auth_data
        if not given.success or not isinstance(login, LoginPassword) or self._security.submitters is None:
            return AuthResult(success=False, handled=True)  # it has been answered
        if await asyncio.to_thread(self._security.submitters.admits, login.login, login.password):
            return AuthResult(success=True, auth_data=login.login.decode("utf-8", "replace"))
        maillog.refused("wrong password", peer_of(self.session))
        self._wrong_passwords += 1
        if self._wrong_passwords < LOGINS:
            return AuthResult(success=False, handled=False)
        await self.push("421 4.7.0 Too many wrong passwords")
        self._writer.close()
        return AuthResult(success=False, handled=True)
