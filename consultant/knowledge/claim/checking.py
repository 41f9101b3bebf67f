"""Check a claim: codes, units, modifiers, pairs, add-ons, visits, diagnoses. Pure."""

from datetime import date

from consultant.knowledge.claim import diagnoses, modifiers, pairs, services
from consultant.knowledge.claim.bench import Bench
from consultant.knowledge.claim.claim import Claim
from consultant.knowledge.claim.remark import Review
from consultant.knowledge.edition import Edition


def check(claim: Claim, edition: Edition, on: date | None = None, setting: str = "practitioner") -> Review:
    """All remarks on a claim. Without a date the newest loaded releases speak; every pair is looked up in
    both orders."""
    bench = Bench(claim, edition, on, setting)
    services.check(bench)
    modifiers.check(bench)
    pairs.check(bench)
    diagnoses.check(bench)
    return bench.review()
