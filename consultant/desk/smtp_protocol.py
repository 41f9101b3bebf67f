"""One SMTP conversation: the commands that aiosmtpd would answer wrongly or slowly.

Every override says what the original does; see `smtp_connection.py`. `_reader._buffer` and `_getaddr` are
aiosmtpd's private parts.
"""

# ruff: noqa: N802 - aiosmtpd finds commands by these names

import asyncio
from typing import Any

from aiosmtpd.smtp import AuthResult, LoginPassword, syntax

from consultant.desk import maillog
from consultant.desk.smtp_connection import Connection, peer_of
from consultant.desk.smtp_syntax import declared_size, line_fault, path_and_rest, without_dots

READ = 1 << 18
_END = b"\r\n.\r\n"
LOGINS = 3
"""Wrong passwords in one connection."""


class Conversation(Connection):
    """With one client."""

    async def smtp_STARTTLS(self, arg: str) -> None:
        # aiosmtpd would begin TLS within TLS. What came in the clear after the command it throws away.
        if self._tls_protocol is not None:
            await self.push("503 5.5.1 This is TLS already")
            return
        await super().smtp_STARTTLS(arg)

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

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        # aiosmtpd asks email._header_value_parser, which is slow and raises on odd input.
        return path_and_rest(arg) if arg else ("", "")

    @syntax("MAIL FROM: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_MAIL(self, arg: str | None) -> None:
        if declared_size(arg or "") > self.data_size_limit:
            await self.push(self._too_big())
            return
        await super().smtp_MAIL(arg)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:
        # aiosmtpd awaits once per line, lets its idle timer run while the mail is stored, and leaves the
        # transaction open after an error.
        if await self.check_helo_needed():
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 Error: need RCPT command")
            return
        if arg:
            await self.push("501 Syntax: DATA")
            return
        self.busy = True
        try:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            data, size = await self._read_data()
            self._stop_timeout()
            await self._answer(await self._take(data, size))
            self._reset_timeout()
        finally:
            self.busy = False
            self._budget.give(self._holding)
            self._holding = 0
            self._set_post_data_state()  # type: ignore[no-untyped-call]
        if self._closing:
            self.close_when_idle()

    async def _answer(self, status: str) -> None:
        await self.push(status)

    async def _read_data(self) -> tuple[bytearray, int]:
        """What stands before CRLF.CRLF, the only end of a mail (RFC 5321 section 4.1.1.4), and its size.

        Of a mail far too big, or one too many, only the size is kept: it is read to its end, for only there
        may it be refused.
        """
        # Beginning with a CRLF makes one search find the dot on the first line as well.
        data, seen, dropped = bytearray(b"\r\n"), 0, 0
        self._crowded = False
        while (end := data.find(_END, seen)) < 0:
            # Dots at the beginning of lines come doubled and do not count (RFC 1870 section 5).
            if self._crowded or len(data) > self.data_size_limit * 4 // 3 + len(_END):
                dropped += max(0, len(data) - len(_END) + 1)
                del data[: -len(_END) + 1]
            seen = max(0, len(data) - len(_END) + 1)
            chunk = await self._reader.read(READ)
            if not chunk:
                raise asyncio.IncompleteReadError(b"", None)
            self._reset_timeout()
            if self._budget.take(len(chunk)):
                self._holding += len(chunk)
            else:
                self._crowded = True
            data += chunk
        # What a pipelining client sent after its mail goes back (RFC 2920 section 3.1).
        self._reader._buffer[:0] = data[end + len(_END) :]  # type: ignore[attr-defined]
        del data[end + 2 :], data[:2]
        return data, dropped + len(data)

    async def _take(self, data: bytearray, size: int) -> str:
        """The answer to a whole mail."""
        if self._crowded:
            maillog.refused("too many mails at once", peer_of(self.session))
            return "452 4.3.1 Too many mails at once, please come again later"
        content = without_dots(data)
        if size > len(data) or len(content) > self.data_size_limit:
            return self._too_big()
        if fault := line_fault(data, self.line_limit):
            maillog.refused(fault, peer_of(self.session))
            return f"550 5.6.0 {fault}"
        self.envelope.content = self.envelope.original_content = content
        return str(await self._call_handler_hook("DATA"))

    def _too_big(self) -> str:
        maillog.refused("larger than the size limit", peer_of(self.session))
        return f"552 5.3.4 A mail may have {self.data_size_limit} octets here"
