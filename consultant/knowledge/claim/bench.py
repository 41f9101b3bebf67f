"""What the checks share: the claim, the tables, the date, and where remarks are gathered."""

from collections.abc import Iterable
from datetime import date

from consultant.knowledge.claim.claim import Claim
from consultant.knowledge.claim.remark import Remark, Review
from consultant.knowledge.edition import Edition
from consultant.knowledge.indicator import RemarkWords
from consultant.knowledge.published import RelativeValue, Trace

_GRAVE = {"deny": 0, "warn": 1, "note": 2}
NEAREST = ", not the release of the date asked about"
_UNSAID = RemarkWords(severity="note", say="")


class Bench:
    """One claim being checked."""

    def __init__(self, claim: Claim, edition: Edition, on: date | None, setting: str) -> None:
        self.claim, self.edition, self.on, self.setting = claim, edition, on, setting
        self.published = edition.published
        self._values: dict[str, RelativeValue | None] = {}
        self._remarks: dict[tuple[str, str], Remark] = {}
        self._tables: dict[str, bool] = {}  # release -> is it that of the date?
        self._missing: dict[str, dict[str, None]] = {}
        self._searched: set[str] = set()

    def value(self, code: str) -> RelativeValue | None:
        """The fee schedule row of the code without a modifier."""
        if code not in self._values:
            found = self.published.fees.value(code, "", self.on)
            self._values[code] = found
            if found:
                self.used(found.trace)
        return self._values[code]

    def indicator(self, code: str, column: str) -> str:
        """The published indicator of a code; "" if it is not known."""
        value = self.value(code)
        return str(getattr(value, column)) if value else ""

    def is_visit(self, code: str) -> bool:
        """Is it a visit, by its family or by its range?"""
        family = self.edition.family_of(code)
        return family.visit if family else self.edition.claims.is_visit(code)

    def is_add_on(self, code: str) -> bool:
        """Does it ride with a primary, by the fee schedule, the add-on table or its family?"""
        entry = self.edition.entry(code)
        return (
            self.indicator(code, "global_days") == "ZZZ"
            or bool(entry and entry.addon_to)
            or bool(self.published.edits.primaries(code, self.on))
        )

    def apart(self, codes: Iterable[str]) -> list[str]:
        """The modifiers on the lines of these codes that may set an edit apart, as code-modifier: those of
        visits only on visits, those of procedures only on procedures; of a visit beside a procedure only
        those on the visit."""
        wanted, known = set(codes), self.edition.modifiers.modifiers
        visits = {c for c in wanted if self.is_visit(c)}
        if len(visits) == 1:  # 59 on a procedure says nothing of the visit beside it
            wanted = visits
        return [
            f"{line.code}-{m}"
            for line in self.claim.lines
            for m in line.modifiers
            if line.code in wanted
            and m in known
            and known[m].sets_apart
            and not (known[m].procedures_only if line.code in visits else known[m].visits_only)
        ]

    def meaning(self, column: str, value: str) -> str:
        return self.edition.indicators.meaning(column, value)

    def used(self, trace: Trace) -> None:
        """A release was looked into."""
        self._tables[trace.release] = self._tables.get(trace.release, True) and trace.exact

    def searched(self, kind: str) -> None:
        """The releases of a table were looked through without a hit."""
        if kind not in self._searched:
            self._searched.add(kind)
            for source in self.published.loaded(kind, self.setting):
                self._tables.setdefault(source.title, True)

    def lacking(self, what: str, code: str) -> None:
        """Something of a code that would have been checked is not loaded."""
        self._missing.setdefault(what, {})[code] = None

    def say(
        self,
        kind: str,
        about: Iterable[str],
        trace: Trace | None = None,
        facts: tuple[str, ...] = (),
        severity: str = "",
        **fields: object,
    ) -> None:
        """Add a remark in the words of claims.yaml; the same remark is said once."""
        named = tuple(about)
        words = self.edition.claims.remarks.get(kind, _UNSAID)
        values = {"code": named[0] if named else "", "other": named[1] if len(named) > 1 else "", **fields}
        remark = Remark.model_validate(
            {
                "kind": kind,
                "severity": severity or words.severity,
                "codes": named,
                "say": words.say.format_map(values),
                "do": words.do.format_map(values),
                "trace": trace,
                "facts": facts,
            }
        )
        self._remarks.setdefault((kind, remark.say), remark)

    def said(self, kind: str, codes: tuple[str, ...]) -> bool:
        """Is there a remark of this kind on these codes?"""
        return any(r.kind == kind and r.codes == codes for r in self._remarks.values())

    def review(self) -> Review:
        """Everything found, gravest first."""
        ordered = sorted(self._remarks.values(), key=lambda r: _GRAVE[r.severity])
        tables = tuple(f"{title}{'' if exact else NEAREST}" for title, exact in self._tables.items())
        missing = tuple(f"{what} {', '.join(codes)}" for what, codes in self._missing.items())
        return Review(remarks=tuple(ordered), tables=tables, missing=missing)
