"""Mail that answers mail: whoever is on the other side, it comes to an end under the cap."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretBytes

from consultant.consult import Consultant
from consultant.mail.bounce import ReturnPaths
from consultant.mail.screen import Caps, House
from tests.desk.helpers import DANA, US, RunningDesk, Sink, make_settings, wait_until

CAPS = Caps(hour=6, day=10, thread=4, same_text=2)
QUESTION = "What is 62305?"
Answer = Callable[[int, bytes], bytes]


def of(consultant: Consultant, house: House) -> Consultant:
    """The same knowledge in another house."""
    return Consultant(consultant._edition, consultant._reader, consultant._letters, house=house, name="Desk")


def mail(number: int, text: str = QUESTION, *fields: str, sender: str = DANA) -> bytes:
    head = (f"From: {sender}", f"Message-ID: <m{number}@clinic.example>", "Subject: x", *fields)
    return "".join(f"{field}\r\n" for field in head).encode() + f"\r\n{text}\r\n".encode()


def exchange(desk: RunningDesk, sink: Sink, answers: Answer, sender: str = DANA) -> int:
    """Every reply is answered by a new mail until none comes; how many replies went out."""
    desk.send(mail(0), sender)
    for number in range(1, 40):
        entry = desk.wait_for("done", number)[0]
        if entry.reply_state is None:
            return len(sink.mails)
        desk.send(answers(number, sink.wait_for(number)[-1][2]), sender)
    raise AssertionError("it does not end")


@pytest.mark.parametrize(
    ("answers", "most"),
    [
        # A responder that says nothing of itself in its header, always in the same words.
        (lambda number, reply: mail(number, "I am away until Monday. 62305?"), 1 + CAPS.same_text),
        # One that writes something new each time, in the same conversation.
        (
            lambda number, reply: mail(number, f"62305? {number}", "References: <m0@clinic.example>"),
            CAPS.thread,
        ),
        # One that begins a new conversation each time.
        (lambda number, reply: mail(number, f"62305? {number}"), CAPS.hour),
        # One whose subject gives it away.
        (lambda number, reply: mail(number, f"62305? {number}", "Subject: Out of office"), CAPS.hour),
        # One that sends our own letter back under its name.
        (lambda number, reply: reply.replace(US.encode(), DANA.encode()), 1),
        (lambda number, reply: mail(number, QUESTION, "Auto-Submitted: auto-replied"), 1),
    ],
)
def test_a_responder_gets_no_more_than_the_cap(
    tmp_path: Path, sink: Sink, consultant: Consultant, answers: Answer, most: int
) -> None:
    house = House(addresses=(US,), caps=CAPS)
    with RunningDesk(make_settings(tmp_path, sink.port), of(consultant, house).consult) as desk:
        assert 1 <= exchange(desk, sink, answers) <= most


@pytest.mark.parametrize("bounces", ["", "bounce@desk.example"])
def test_a_sender_whose_mailbox_bounces_gets_one_letter(
    tmp_path: Path, sink: Sink, consultant: Consultant, bounces: str
) -> None:
    house = House(addresses=(US,), caps=CAPS, bounce=bounces)
    paths = ReturnPaths(base=bounces, key=SecretBytes(b"0123456789abcdef")) if bounces else None
    settings = make_settings(tmp_path, sink.port, desk={"bounces": bounces})
    with RunningDesk(settings, of(consultant, house).consult, return_paths=paths) as desk:
        desk.send(mail(0))
        returned = sink.wait_for()[0][0]
        desk.wait_for("sent")
        to = US if returned == "<>" else returned
        for number in range(1, 6):
            said = f"550 5.1.1 <{DANA}>: user unknown, mail {number} could not be delivered"
            desk.send(mail(number, said, sender="MAILER-DAEMON@clinic.example"), "", to)
        desk.wait_for("done", 6)
        assert len(sink.mails) == 1
        if bounces:
            assert desk.wait_for("failed")[0].number == 1


def test_two_desks_pointed_at_each_other_fall_silent(tmp_path: Path, consultant: Consultant) -> None:
    one, two = "consult@one.example", "consult@two.example"
    with Sink() as first, Sink() as second:
        folders = tmp_path / "one", tmp_path / "two"
        houses = [of(consultant, House(addresses=(address,), caps=CAPS)).consult for address in (one, two)]
        ours = [
            make_settings(folder, sink.port, desk={"addresses": (address,)})
            for folder, sink, address in zip(folders, (first, second), (one, two), strict=True)
        ]
        with RunningDesk(ours[0], houses[0]) as a, RunningDesk(ours[1], houses[1]) as b:
            a.send(mail(0, sender=two), two, one)  # as if the second desk had asked
            letter = first.wait_for()[0]
            assert letter[1] == [two]
            b.send(letter[2], letter[0] or one, two)
            assert b.wait_for("done")[0].reason in ("null-sender", "auto-submitted", "loop")
        assert (len(first.mails), len(second.mails)) == (1, 0)


MARKS = (b"auto-submitted:", b"x-auto-response-suppress:", b"x-loop:", b"from:", b"message-id:")


def past_a_gateway(letter: bytes, sender: str, number: int) -> bytes:
    """As a gateway passes a letter on that keeps nothing of ours but the words and the thread."""
    head, _, text = letter.partition(b"\r\n\r\n")
    kept = [field for field in head.split(b"\r\n") if not field.lower().startswith(MARKS)]
    own = [f"From: {sender}".encode(), f"Message-ID: <g{number}@gateway.example>".encode()]
    return b"\r\n".join([*own, *kept]) + b"\r\n\r\n" + text


def test_two_desks_whose_marks_are_taken_off_on_the_way_fall_silent(
    tmp_path: Path, consultant: Consultant
) -> None:
    names = "consult@one.example", "consult@two.example"
    with Sink() as first, Sink() as second:
        sinks = first, second
        houses = [of(consultant, House(addresses=(name,), caps=CAPS)).consult for name in names]
        settings = [
            make_settings(tmp_path / name, sink.port, desk={"addresses": (name,)})
            for sink, name in zip(sinks, names, strict=True)
        ]
        with RunningDesk(settings[0], houses[0]) as one, RunningDesk(settings[1], houses[1]) as two:
            asked, to = mail(0, sender=names[1]), 0
            for number in range(1, 40):
                desk, turn = (one, two)[to], (number + 1) // 2
                desk.send(asked, names[1 - to], names[to])
                wait_until(lambda desk=desk, turn=turn: all_decided(desk, turn))  # type: ignore[misc]
                entry = desk.entries()[0]
                if entry.reply_state is None:
                    break
                letter = sinks[to].wait_for(turn)[-1][2]
                asked, to = past_a_gateway(letter, names[to], number), 1 - to
        assert entry.reason in ("sender-cap", "thread-cap", "same-text")
        assert len(first.mails) + len(second.mails) <= 2 * CAPS.thread


def all_decided(desk: RunningDesk, count: int) -> bool:
    """Answered, kept silent or held: as many mails as were sent."""
    entries = desk.entries()
    return len(entries) == count and all(entry.state != "received" for entry in entries)
