"""DATA: a mail read to its end, within the memory there is, and answered for (RFC 5321 section 4.1.1.4)."""

# ruff: noqa: N802 - aiosmtpd finds commands by these names

import asyncio

from aiosmtpd.smtp import Envelope as Transaction
from aiosmtpd.smtp import Session, syntax

from consultant.desk import maillog
from consultant.desk.peer import peer_of
from consultant.desk.smtp_syntax import line_fault, without_dots
from consultant.desk.smtp_timer import OneTimer

CLOSING = b"421 4.3.2 The desk is closing, please come again\r\n"
READ = 1 << 18
_END = b"\r\n.\r\n"


class Budget:
    """The memory that mails on their way in may take together."""

    def __init__(self, octets: int) -> None:
        self._left = octets

    def take(self, octets: int) -> bool:
        """False if there is not so much; then nothing is taken."""
        if octets > self._left:
            return False
        self._left -= octets
        return True

    def give(self, octets: int) -> None:
        self._left += octets


class DataPhase(OneTimer):
    """aiosmtpd's, with DATA read in large pieces. `busy` from the 354 until the mail is answered for."""

    session: Session
    envelope: Transaction
    data_size_limit: int
    line_limit: int
    busy: bool
    _budget: Budget
    _holding: int
    _crowded: bool
    _closing: bool

    def close_when_idle(self) -> None:
        """Say 421 now, or after the answer to the mail that is on its way (RFC 5321 section 3.8)."""
        self._closing = True
        if not self.busy and not self._writer.transport.is_closing():
            self._writer.write(CLOSING)
            self._writer.close()

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
