"""How many rows whole files have: exactly for releases that are known, so that one that lost rows in its
middle is refused; at least so many for all others.

Counted in the published files. A correction of a release may add rows, so more are taken.
"""

_ROWS = {
    ("rvu", 20231001): 18_168,
    ("rvu", 20240401): 18_534,
    ("rvu", 20251001): 19_090,
    ("rvu", 20260701): 19_356,
    ("mue practitioner", 20260401): 15_095,
    ("hcpcs", 20190101): 6_800,
    ("icd_codes", 20231001): 74_044,
    ("icd_tabular", 20260401): 46_881,  # diag elements
    ("ccs", 20220101): 14_448,
}


def least_of(kind: str, effective: int, otherwise: int) -> int:
    """The rows that a whole file of this kind and release has at least."""
    return _ROWS.get((kind, effective), otherwise)
