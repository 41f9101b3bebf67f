"""Questions with what is expected of the answers, by one annotator or by two."""

from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import Any

from pydantic import ConfigDict, Field

from consultant.frozen import Frozen


class Expected(Frozen):
    """What a question expects; other keys of the file are for a reader."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    codes: tuple[str, ...] = ()
    not_codes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    recommend: tuple[str, ...] = ()
    recommend_mode: str = "all"
    recommend_optional: tuple[str, ...] = ()
    needs_clarification: str | None = None
    must_not_recommend: tuple[str, ...] = ()
    must_not_claim: tuple[str, ...] = ()


class Second(Frozen):
    """What another annotator expects of the same question, who did not see the first one's labels."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    recommend: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    ask: str | None = None


class Asked(Frozen):
    """One question of a file."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    family: str = "-"
    subject: str = ""
    body: str
    content_type: str = "text/plain"
    expect: Expected
    second: Second | None = None


class _SecondOf(Second):
    id: str = Field(min_length=1)


def read_questions(data: Any) -> list[Asked]:
    """The questions of a parsed YAML file: a list, or a mapping with `questions`. Raises ValidationError."""
    items = data["questions"] if isinstance(data, Mapping) and "questions" in data else data
    return [Asked.model_validate(item) for item in items]


def with_second(questions: Sequence[Asked], data: Any) -> list[Asked]:
    """The questions, each with the second annotator's labels of its id out of a parsed YAML list.

    Raises ValidationError for a label that cannot be read.
    """
    labels = {(one := _SecondOf.model_validate(item)).id: one for item in data}
    return [q.model_copy(update={"second": labels.get(q.id, q.second)}) for q in questions]


def as_mail(question: Asked) -> bytes:
    """The question as a mail: what is under "Fwd:" is read otherwise than what a reply quotes."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(question.subject.split())
    subtype = "html" if "html" in question.content_type else "plain"
    mail.set_content(question.body, subtype=subtype, charset="utf-8")
    return mail.as_bytes()
