"""Text to the words that are compared: lower case, stems, levels whole, numbers apart."""

import re
import unicodedata
from functools import lru_cache

from consultant.inquiry.words import stem as _snowball

# A spinal level is one word ("C5", "l-1"); other letters and digits part company ("b12", "3b").
_WORD = re.compile(r"(?<![a-z0-9])[ctls]-?\d{1,2}(?![a-z0-9])|[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)*")
_JOINED = re.compile(r"\b(non|post|pre|anti|inter|intra|trans|poly)-(?=[a-z])")
# What stands behind "without", up to the next thing: "without foreign body of left hand", "without loss of
# consciousness".
_OF = r"(?<!loss)(?<!evidence)(?<!mention)(?<!range)(?<!use) of\b"
_WITHOUT = re.compile(rf"\bwithout ([^,;()]+?)(?=\bwith(?:out)?\b|\bin\b|{_OF}|[,;(]|$)")
_LEVEL = re.compile(r"[ctls]\d{1,2}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PAIRED = re.compile(r"\b([ctls])(\d{1,2})\s?[-/]\s?(\d{1,2})\b")
_IRREGULAR = {"vertebrae": "vertebra", "metastases": "metastasis", "bursae": "bursa", "femora": "femur"}
_BRITISH = (
    *(("oesoph", "esoph"), ("haem", "hem"), ("oedem", "edem"), ("aemia", "emia"), ("rrhoea", "rrhea")),
    *(("paed", "ped"), ("fibre", "fiber"), ("tumour", "tumor")),
)
STOP = frozenset(
    "a an and are as at be by due during for from in into is it of on or that the this to was with".split()
)
_MOST = 2_000


def folded(text: str) -> str:
    """Lower case, without accents or control characters, at most 2,000 characters."""
    text = text[:_MOST].lower()
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFKD", text).replace("’", "'")
    return "".join(c if c.isprintable() else " " for c in text if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text, in order, as they are written but for case; "L4-5" is two levels."""
    text = folded(text)
    if "," in text:
        text = _THOUSANDS.sub("", text)
    if "-" in text or "/" in text:
        text = _PAIRED.sub(r"\1\2 \1\3", _JOINED.sub(r"\1", text))
        return [w.replace("-", "") for w in _WORD.findall(text)]
    return _WORD.findall(text)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What of a word is compared: singular, American spelling, without its ending."""
    word = word.removesuffix("'s").replace("'", "")
    word = _IRREGULAR.get(word, word)
    if word.endswith("oses") and len(word) > 6:
        word = word[:-2] + "is"
    for british, american in _BRITISH:
        word = word.replace(british, american)
    if word.endswith("itis"):
        return word  # an inflammation is not the part that is inflamed
    return _snowball(word).replace(".", "p") or word


def stems(text: str) -> list[str]:
    """The stems of a text without those of empty words, in order, none twice."""
    return list(dict.fromkeys(stem(w) for w in words(text) if w not in STOP))


def lacking(text: str) -> list[str]:
    """The stems of what a wording says there is not ("without neurogenic claudication"), but for those that
    it says elsewhere."""
    text = folded(text)
    absent = [s for m in _WITHOUT.finditer(text) for s in stems(m[1])]
    said = frozenset(stems(_WITHOUT.sub(" ", text))) if absent else frozenset()
    return [s for s in absent if s not in said]


def is_level(word: str) -> bool:
    """Is it a spinal level?"""
    return bool(_LEVEL.fullmatch(word))
