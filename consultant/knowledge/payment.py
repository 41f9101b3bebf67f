"""From relative values to an amount: [(work x GPCI) + (PE x GPCI) + (MP x GPCI)] x conversion factor."""

from decimal import ROUND_HALF_UP, Decimal

from consultant.frozen import Frozen
from consultant.knowledge.published import Locality, RelativeValue

PAID = frozenset("ART")
"""Statuses under which the relative values count for payment."""

_CENT = Decimal("0.01")
_LIMITING = Decimal("1.0925")


class Payment(Frozen):
    """Medicare's allowed amounts of one row, before any reduction; None where the row allows none."""

    nonfacility: Decimal | None
    facility: Decimal | None
    limiting_nonfacility: Decimal | None
    locality: Locality | None = None


def payment(value: RelativeValue, locality: Locality | None = None) -> Payment | None:
    """National without a locality (all indices 1); None when the relative values do not count."""
    if value.status not in PAID:
        return None
    outside = _amount(value, value.nonfacility_pe, value.nonfacility_total, locality)
    inside = _amount(value, value.facility_pe, value.facility_total, locality)
    if outside is None and inside is None:
        return None
    office = None if value.nonfacility_na else outside
    return Payment(
        nonfacility=office,
        facility=None if value.facility_na else inside,
        limiting_nonfacility=rounded(office * _LIMITING) if office is not None else None,
        locality=locality,
    )


def _amount(
    value: RelativeValue, pe: Decimal | None, total: Decimal, locality: Locality | None
) -> Decimal | None:
    if locality is None:
        return rounded(total * value.conversion_factor) if total else None
    if value.work is None or pe is None or value.malpractice is None or not total:
        return None
    weighted = value.work * locality.work + pe * locality.pe + value.malpractice * locality.malpractice
    return rounded(weighted * value.conversion_factor)


def rounded(amount: Decimal) -> Decimal:
    """To the cent, halves up."""
    return amount.quantize(_CENT, ROUND_HALF_UP)
