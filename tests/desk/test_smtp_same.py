"""Our conversation against aiosmtpd's own: the same answers and the same mails for the same octets.

It holds the private parts of aiosmtpd that the desk touches to what they were when it was written.
"""

import asyncio
import random
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from hypothesis import given, settings
from hypothesis import strategies as st

from consultant.desk.smtp_protocol import Conversation
from consultant.desk.smtp_syntax import path_and_rest

ADDRESSES = (
    "<dana@clinic.example>",
    "<>",
    "dana@clinic.example",
    "<dana.o'neil+x=y@sub.clinic.example>",
    '<"dana o"@clinic.example>',
    "<dana@[192.0.2.1]>",
    "<märta@klinik.example>",
    "<dana@>",
    "",
    "<dana@clinic.example> SIZE=100",
    "<dana@clinic.example> BODY=8BITMIME SMTPUTF8",
    "<dana@clinic.example> SIZE=many",
    "<dana@clinic.example> COLOUR=blue",
)
COMMANDS = (
    "NOOP",
    "RSET",
    "HELP",
    "HELP MAIL",
    "VRFY <dana@clinic.example>",
    "DATA x",
    "WHAT",
    "",
    "QUIT x",
)
LINES = (b"Subject: x", b"", b".", b"..", b".a", b"text", b"t" * 70, b"\xff\xfe", "Ä".encode(), b"QUIT")


class Keep:
    """Hooks that keep what was taken."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return "250 OK"


def a_session(chance: random.Random) -> list[bytes]:
    """What a client says; a mail follows its DATA, at times with a command right after its dot."""
    said = [b"EHLO client.example" if chance.random() < 0.9 else b"HELO client.example"]
    for _ in range(chance.randint(1, 4)):
        for keyword in ("MAIL FROM:", "RCPT TO:"):
            for _ in range(chance.randint(1, 2)):
                said.append((keyword + chance.choice(ADDRESSES)).encode())
        if chance.random() < 0.5:
            said.append(chance.choice(COMMANDS).encode())
        lines = [chance.choice(LINES) for _ in range(chance.randint(0, 12))]
        mail = b"".join((b"." + line if line[:1] == b"." else line) + b"\r\n" for line in lines)
        said += [b"DATA", mail + b"." + (b"\r\nNOOP" if chance.random() < 0.3 else b"")]
    return [*said, b"QUIT"]


async def held(make: Any, said: list[bytes], chance: random.Random) -> list[bytes]:
    """The answers one kind of server gives to what arrives in pieces of any size."""
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    answers = [await reader.readline()]
    for command in said:
        if command.endswith((b".", b"NOOP")) and not answers[-1].startswith(b"354"):
            continue
        octets = command + b"\r\n"
        while octets:
            size = chance.choice((1, 3, 20, 1_000))
            writer.write(octets[:size])
            octets = octets[size:]
            await asyncio.sleep(0)
        for _ in range(2 if command.endswith(b".\r\nNOOP") else 1):
            while (line := await asyncio.wait_for(reader.readline(), 5))[3:4] == b"-":
                answers.append(line)
            answers.append(line)
    writer.close()
    server.close()
    return answers


@pytest.mark.parametrize("seed", range(60))
def test_a_conversation_goes_as_with_aiosmtpd(seed: int) -> None:
    said = a_session(random.Random(seed))

    async def both() -> None:
        loop = asyncio.get_running_loop()
        common: dict[str, Any] = {"hostname": "desk.example", "loop": loop, "command_call_limit": 1_000}
        stock, ours = Keep(), Keep()
        theirs = await held(
            lambda: SMTP(stock, enable_SMTPUTF8=True, data_size_limit=99_999, ident="Consultant", **common),
            said,
            random.Random(seed),
        )
        mine = await held(
            lambda: Conversation(
                ours, size_limit=99_999, line_limit=99_999, opened=lambda conversation: None, **common
            ),
            said,
            random.Random(seed),
        )
        assert mine == [line.replace(b" AUTH ", b" ") for line in theirs]  # we have no AUTH
        assert ours.mails == stock.mails

    asyncio.run(both())


@pytest.mark.parametrize(
    ("arg", "path", "rest"),
    [
        ("<@one.example,@two.example:dana@clinic.example> SIZE=1", "dana@clinic.example", "SIZE=1"),
        ("<dana..@clinic.example>", "dana..@clinic.example", ""),
        ("<postmaster>", "postmaster", ""),
        ("dana@clinic.example\tSIZE=1", "dana@clinic.example", "SIZE=1"),
        ("<dana (a comment)@clinic.example>", None, None),
        ("<dana@clinic.example>SIZE=1", None, None),
        ("<dana@clinic.example", None, None),
        ("< dana@clinic.example>", None, None),
        ("dana", None, None),
        ("<dana@clinic.example\x00>", None, None),
    ],
)
def test_where_we_differ_from_aiosmtpd_on_purpose(arg: str, path: str | None, rest: str | None) -> None:
    assert path_and_rest(arg) == (path, rest)


@settings(max_examples=300, deadline=200)
@given(st.text(st.characters(codec="utf-8") | st.sampled_from('<>@".:\\[]() \udcff'), max_size=512))
def test_any_address_is_read_or_refused_quickly(arg: str) -> None:
    path, rest = path_and_rest(arg)
    assert (path is None) == (rest is None)
