"""LMTP (RFC 2033): SMTP's sibling for a mail server that hands mail over, one answer for each recipient."""

# ruff: noqa: N802 - aiosmtpd finds commands by these names

from aiosmtpd.smtp import syntax

from consultant.desk.smtp_connection import COMMANDS
from consultant.desk.smtp_protocol import Conversation


class LmtpConversation(Conversation):
    """With one client that speaks LMTP."""

    commands = (*(name for name in COMMANDS if name not in ("smtp_HELO", "smtp_EHLO")), "smtp_LHLO")

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:
        await self.smtp_EHLO(arg)

    async def check_helo_needed(self, helo: str = "LHLO") -> bool:
        return bool(await super().check_helo_needed("LHLO"))

    async def _answer(self, status: str) -> None:
        """Once for each recipient (section 4.2): the client looks for so many."""
        for _ in self.envelope.rcpt_tos:
            await self.push(status)
