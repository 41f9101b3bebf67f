"""What the desk says: the answer to a mail and its parts, before any wording."""

from consultant.answer.disposition import Disposition
from consultant.answer.figures import Figures
from consultant.answer.offering import Offer
from consultant.answer.recommendation import Recommendation
from consultant.answer.verdict import Verdict
from consultant.frozen import Frozen
from consultant.inquiry.fact import AxisFact
from consultant.inquiry.mention import SetAside
from consultant.knowledge.edition import Release
from consultant.knowledge.family import Fact


class Why(Frozen):
    """Why these codes: the rule that held, and the facts that met it."""

    title: str
    because: str
    facts: tuple[AxisFact, ...]
    sources: tuple[str, ...]
    codes: tuple[str, ...]


class Asked(Frozen):
    """A question back."""

    family: str
    axis: str
    text: str


class Branch(Frozen):
    """What it would be if an open fact had this value."""

    when: str
    codes: tuple[Recommendation, ...]


class Point(Frozen):
    """A sentence of knowledge with the facts it rests on."""

    say: str
    codes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


class Explained(Frozen):
    """A code in plain words; `unlike` is what sets it apart from the others asked about."""

    code: str
    plain: str
    status: str
    unlike: tuple[str, ...] = ()


class Part(Frozen):
    """The answer to one question. `form` names its template."""

    number: int
    question: str
    form: str
    recommended: tuple[Recommendation, ...] = ()
    optional: tuple[Recommendation, ...] = ()
    none_because: str = ""
    verdicts: tuple[Verdict, ...] = ()
    asks: tuple[Asked, ...] = ()
    branches: tuple[Branch, ...] = ()
    diagnoses: tuple[str, ...] = ()  # where they are asked for: those often seen with the families in play
    whys: tuple[Why, ...] = ()
    explained: tuple[Explained, ...] = ()
    policies: tuple[Point, ...] = ()  # of the payer: they go before the codes
    points: tuple[Point, ...] = ()
    included: tuple[Point, ...] = ()
    alongside: tuple[Point, ...] = ()
    mentioned: tuple[Point, ...] = ()  # services named and not coded, and what coding them would need
    facts: tuple[AxisFact, ...] = ()
    sources: tuple[Fact, ...] = ()
    figures: Figures | None = None
    offer: Offer | None = None


class Answer(Frozen):
    """The answer to a mail."""

    disposition: Disposition
    reason: str | None = None
    intents: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    quoted_codes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    negated_regions: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    aside: tuple[SetAside, ...] = ()
    near: tuple[str, ...] = ()
    identified: bool = False
    release: Release

    def recommended(self) -> tuple[Recommendation, ...]:
        """All codes recommended, in order, none twice."""
        return tuple(dict.fromkeys(r for p in self.parts for r in p.recommended))

    def optional(self) -> tuple[Recommendation, ...]:
        """All codes that may also be reported."""
        return tuple(dict.fromkeys(r for p in self.parts for r in p.optional))
