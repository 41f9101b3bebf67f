"""A real Postfix in front of the desk and another behind it, set up as docs/operating.md shows."""

import re
import smtplib
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.desk.helpers import DANA, Sink, wait_until
from tests.desk.postfix import postfix
from tests.desk.processes import Load, counted, free_port, started

DOC = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")
OURS = "consult@desk.example"


def shown(title: str) -> str:
    """The block of docs/operating.md that begins with this comment, with our names for its names."""
    found = re.search(rf"^( *)```\n\1# {re.escape(title)}\n(.*?)^\1```", DOC, re.M | re.S)
    assert found, title
    block = "\n".join(line[len(found[1]) :] for line in found[2].splitlines())
    return block.replace("consult@example.org", OURS).replace("consult.example.org", "desk.example") + "\n"


def test_mail_goes_through_postfix_to_the_desk_and_its_reply_through_postfix(
    tmp_path: Path, sink: Sink
) -> None:
    in_front, behind = free_port(), free_port()
    home = f"default_transport = smtp:[127.0.0.1]:{sink.port}"
    with (
        postfix(tmp_path / "behind", behind, home, relays=True),
        started(tmp_path / "data", None, relay=behind) as desk,
    ):
        transport = shown("/etc/postfix/transport").replace(":2525", f":{desk.port}")
        files = {"transport": transport, "consult_recipients": shown("/etc/postfix/consult_recipients")}
        with postfix(tmp_path / "front", in_front, shown("/etc/postfix/main.cf"), files=files) as log:
            with smtplib.SMTP("127.0.0.1", in_front, "client.example", timeout=10) as client:
                raw = b"From: dana@clinic.example\r\nSubject: a question\r\n\r\nWhich code?\r\n"
                client.sendmail(DANA, ["consult+case7@desk.example"], raw)
                for nobody in ("nobody@desk.example", "somebody@elsewhere.example"):
                    with pytest.raises(smtplib.SMTPRecipientsRefused):
                        client.sendmail(DANA, [nobody], raw)
            sender, recipients, reply = sink.wait_for(1)[0]
            assert (sender, recipients) == ("<>", [DANA])
            assert message_from_bytes(reply)["Auto-Submitted"] == "auto-replied"
            assert "status=sent (250 2.0.0 Stored as 1)" in log.read_text()


def test_postfix_keeps_what_the_desk_cannot_take_just_now(tmp_path: Path, sink: Sink) -> None:
    """The desk is killed and started again under load: nothing that Postfix took is lost."""
    in_front, port = free_port(), free_port()
    files = {
        "transport": shown("/etc/postfix/transport").replace(":2525", f":{port}"),
        "consult_recipients": shown("/etc/postfix/consult_recipients"),
    }
    with postfix(tmp_path / "front", in_front, shown("/etc/postfix/main.cf"), files=files):
        with Load([in_front]) as load:
            with started(tmp_path / "data", sink, crash="after-accept:3", port=port) as desk:
                assert desk.popen.wait(60) == -9
            wait_until(lambda: len(load.accepted) >= 20)
        with started(tmp_path / "data", sink, port=port):
            assert counted(sink, load.accepted) <= 2
