"""The machine-readable answer: what `consultant ask --json` prints, one object per message."""

from collections.abc import Iterable
from typing import Any

from consultant.answer.parts import Answer
from consultant.answer.recommendation import Recommendation
from consultant.consult import Consulted
from consultant.mail.message import Reply


def machine_readable(file: str, outcome: Consulted) -> dict[str, Any]:
    """The object of the contract (docs/flow.md); keys are always all there."""
    answer = outcome.answer
    facts = [f for p in answer.parts for f in p.facts] if answer else []
    sources = list({s.id: s for p in answer.parts for s in p.sources}.values()) if answer else []
    return {
        "file": file,
        "disposition": outcome.disposition.value,
        "reason": outcome.reason,
        "intents": list(answer.intents) if answer else [],
        "codes": list(answer.codes) if answer else [],
        "diagnoses": list(answer.diagnoses) if answer else [],
        "quoted_codes": list(answer.quoted_codes) if answer else [],
        "not_codes": [{"text": a.text, "why": a.why} for a in answer.aside] if answer else [],
        "regions": list(answer.regions) if answer else [],
        "negated_regions": list(answer.negated_regions) if answer else [],
        "recommended": _codes(answer.recommended()) if answer else [],
        "optional": _codes(answer.optional()) if answer else [],
        "asks": [a.text for p in answer.parts for a in p.asks] if answer else [],
        "facts": [
            {
                "axis": f.axis,
                "value": sorted(f.value) if isinstance(f.value, frozenset) else f.value,
                "quote": "; ".join(f.quotes),
            }
            for f in facts
        ],
        "notes": [
            {"id": s.id, "text": s.text, "source": s.source, "confidence": s.confidence} for s in sources
        ],
        "editions": _editions(answer),
        "reply": _reply(outcome.reply),
    }


def _codes(found: Iterable[Recommendation]) -> list[dict[str, Any]]:
    return [
        {"code": r.code, "modifiers": list(r.modifiers), "units": r.units, "role": r.role, "for": r.to}
        for r in found
    ]


def _editions(answer: Answer | None) -> list[str]:
    return [answer.release.name] if answer else []


def _reply(reply: Reply | None) -> dict[str, Any] | None:
    if reply is None:
        return None
    return {
        "to": reply.rcpt_to,
        "subject": reply.subject,
        "headers": dict(reply.headers),
        "text": reply.text,
        "html": reply.html,
    }
