"""Numbers in digits and in words."""

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_WORDS = {word: n for n, word in enumerate(_ONES)} | _TENS | {"single": 1, "dual": 2, "couple": 2}
_WORDS |= {f"{tens}{one}": n + i for tens, n in _TENS.items() for i, one in enumerate(_ONES[:10]) if i}


def number(word: str) -> int | None:
    """The whole number that a lower-case word or run of digits stands for, or None."""
    if word.isascii() and word.isdigit():
        return int(word) if len(word) < 7 else None
    return _WORDS.get(word)
