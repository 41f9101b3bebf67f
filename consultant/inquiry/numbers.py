"""Numbers in digits and in words."""

ONES = (  # "zero" to "nineteen", each at its number
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_WORDS = {word: n for n, word in enumerate(ONES)} | TENS | {"single": 1, "dual": 2, "couple": 2}
_WORDS |= {f"{tens}{one}": n + i for tens, n in TENS.items() for i, one in enumerate(ONES[:10]) if i}


def number(word: str) -> int | None:
    """The whole number that a lower-case word or run of digits stands for, or None."""
    if word.isascii() and word.isdigit():
        return int(word) if len(word) < 7 else None
    return _WORDS.get(word)
