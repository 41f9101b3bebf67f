"""What is proven about a mail's sender, from what our own mail server says or from DNS."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from consultant.desk.proof.dkim import check_dkim
from consultant.desk.proof.dmarc import aligned
from consultant.desk.proof.dns import DnsTrouble, Resolver
from consultant.desk.proof.spf import check_spf
from consultant.desk.proof.undecided import Undecided
from consultant.mail.message import Authentication, Envelope
from consultant.mail.parse import parse
from consultant.mail.results import domain_of, from_results

SECONDS = 30
"""Well within the lease on a mail."""
HEAD = 65_536


class Authenticator:
    """`trusts` says of a client's address whether it is a server of our own; `authserv_id` is its name in
    Authentication-Results, "" if its word is not taken."""

    threads = 8

    def __init__(self, resolver: Resolver, trusts: Callable[[str], bool], authserv_id: str = "") -> None:
        self._resolver, self._trusts, self._authserv_id = resolver, trusts, authserv_id
        self._threads = ThreadPoolExecutor(self.threads, thread_name_prefix="proof")

    async def __call__(self, raw: bytes, envelope: Envelope) -> Authentication:
        """In a thread, for a limited time. Raises Undecided."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(SECONDS):
                return await loop.run_in_executor(self._threads, self.prove, raw, envelope)
        except TimeoutError:
            raise Undecided("DNS took too long") from None

    def close(self) -> None:
        """What is being asked comes to nothing."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def prove(self, raw: bytes, envelope: Envelope) -> Authentication:
        """The same at once. Raises Undecided."""
        if envelope.submitter:
            return Authentication(path="login", evidence=f"logged in as {envelope.submitter}")
        message = parse(_head(raw))
        author = message.authors[0] if len(message.authors) == 1 else ""
        ours = not envelope.peer or self._trusts(envelope.peer)
        if ours and self._authserv_id:
            return from_results(message.fields, self._authserv_id, envelope.mail_from, author)
        return self._asked(raw, envelope, domain_of(author), ours)

    def _asked(self, raw: bytes, envelope: Envelope, author: str, ours: bool) -> Authentication:
        # From a server of ours the client's address is its own, which says nothing about the sender.
        spf = "none" if ours else check_spf(self._resolver, envelope.peer, envelope.mail_from, envelope.helo)
        signatures = check_dkim(self._resolver, raw)
        said = [f"spf={spf}", *(f"dkim={one.result} ({one.domain})" for one in signatures)]
        proven = [(one.domain, "adkim", "dkim") for one in signatures if one.result == "pass"]
        if spf == "pass":
            proven.append((domain_of(envelope.mail_from), "aspf", "spf"))
        open_still = spf == "temperror" or any(one.result == "temperror" for one in signatures)
        by = ""
        try:
            by = next((how for who, mode, how in proven if aligned(self._resolver, who, author, mode)), "")
        except DnsTrouble:
            open_still, said = True, [*said, "dmarc=temperror"]
        evidence = ", ".join(said)[:300]
        if open_still and not by and spf != "pass":
            raise Undecided(evidence)
        return Authentication(path="spf" if spf == "pass" else "", aligned=by, evidence=evidence)


def _head(raw: bytes) -> bytes:
    """The header alone, its content types left out: nothing else is to be read here."""
    fields = raw[:HEAD].partition(b"\r\n\r\n")[0].split(b"\r\n")
    return b"\r\n".join(field for field in fields if field[:8].lower() != b"content-") + b"\r\n\r\n"
