"""Real mails after an accident, and what must hold of any mail that is read."""

import random
import time

from consultant.mail.limits import ReadingLimits
from consultant.mail.message import Counts, Envelope, Message
from consultant.mail.parse import parse
from consultant.mail.screen import House, screen
from tests.conftest import DESK, NOW

HOUSE = House(addresses=(DESK,))
EVIL = [
    *(
        b"\r",
        b"\n",
        b"\r\n",
        b"\0",
        b"\xff",
        b"=?utf-8?b?",
        b"?=",
        b"(",
        b'"',
        b"--",
        b"> ",
        b";",
        b"=",
        b":",
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=x\r\n",
        b"From: ",
        b"\r\n\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
    ),
    *(
        b"charset=utf-16",
        b"charset=utf-7",
        b"filename*0*=",
        b"On Mon, x wrote:\r\n",
        b"\xe2\x80\xa8",
        b"<" * 50,
    ),
]


def read(raw: bytes) -> Message:
    """Parsed and screened, within the limits and in time."""
    began = time.process_time()
    message = parse(raw)
    screen(message, Envelope(mail_from="p@x.example", rcpt_to=(DESK,), received_at=NOW), HOUSE, Counts())
    assert time.process_time() - began < 2
    assert len(message.text) + len(message.quoted) <= 2 * ReadingLimits().text
    for text in (message.text, message.subject, message.sender, message.sender_name, *message.authors):
        text.encode("utf-8")  # nothing in it that cannot be written
    assert "\n" not in message.subject + message.sender
    return message


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """A real mail after an accident."""
    octets = bytearray(raw[:200_000])
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(octets) + 1)
        match chance.randrange(4):
            case 0:
                octets[at:at] = chance.choice(EVIL)
            case 1:
                del octets[at : at + chance.choice((1, 10, 1_000))]
            case 2:
                octets[at : at + 1] = bytes((chance.randrange(256),))
            case _:
                octets += octets[at : at + 2_000]
    return bytes(octets)
