"""Where a family decides, a search leads into its decision: what is open, and the codes it may come to."""

from collections.abc import Sequence

from consultant.answer.case import Case, cases
from consultant.answer.decide import Decided, Needed
from consultant.answer.service import Service
from consultant.frozen import Frozen
from consultant.inquiry.inquiry import Question
from consultant.knowledge.edition import Edition
from consultant.knowledge.indexed import Led, unique
from consultant.knowledge.units import units

_FEW = 6
_DECIDED, _NARROWED, _WIDE = 2.0, 0.4, 0.15


class Lead(Frozen):
    """A family that the words name. `asks` are its open questions; without any, a rule holds, and `because`
    says which."""

    family: str
    title: str
    asks: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    because: str = ""
    elsewhere: tuple[str, ...] = ()  # titles of families it may belong to instead

    def led(self) -> list[Led]:
        """Its codes: before everything when decided, before likeness when few are left."""
        if not self.asks:
            return [
                Led(c, _DECIDED - i / 50, f"{self.title}: {self.because}") for i, c in enumerate(self.codes)
            ]
        before = _NARROWED if len(self.codes) <= _FEW else _WIDE
        why = f"{self.title}; still open: {' '.join(self.asks)}"
        return [Led(c, before, why) for c in self.codes]


def leads(questions: Sequence[Question], edition: Edition) -> tuple[Lead, ...]:
    """The families that the questions are about, each with what it decides or leaves open."""
    found: list[Lead] = []
    for question in questions:
        for case in cases(question, edition, {}, ()):
            for service in case.services:
                lead = _lead(case, service, edition)
                if lead and lead not in found:
                    found.append(lead)
    return tuple(found)


def _lead(case: Case, service: Service, edition: Edition) -> Lead | None:
    family, result = case.family, service.result
    if isinstance(result, Decided) and result.rule.codes and not result.rule.family:
        codes = [i.code for i in result.rule.codes if units(i, result.values) > 0 and not i.optional]
        codes = codes or [i.code for i in result.rule.codes]
        return Lead(
            family=family.family, title=family.title, codes=unique(codes), because=result.rule.because
        )
    if isinstance(result, Needed):
        return Lead(
            family=family.family,
            title=family.title,
            asks=unique(family.axes[a].ask or family.axes[a].title or a for a in result.axes),
            codes=unique(i.code for rule in result.open for i in rule.codes),
            elsewhere=unique(edition.families[r.family].title for r in result.open if r.family),
        )
    return None
