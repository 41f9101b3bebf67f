"""What became of a mail, in one word."""

from enum import StrEnum


class Disposition(StrEnum):
    """What became of a mail."""

    ANSWER = "answer"
    ASK = "ask"
    ANSWER_AND_ASK = "answer_and_ask"
    DECLINE = "decline"
    IGNORE = "ignore"
    COMMAND = "command"
