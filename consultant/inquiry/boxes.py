"""The boxes of a checklist: what is ticked is told, what is not was not done."""

import re

_BOX = re.compile(r"\[(?P<tick>[ xX]?)\]")
_ROUND = re.compile(r"\([xX]\)")
_MARKS = {"\u2610": "[ ]", "\u2611": "[x]", "\u2612": "[x]", "\u2705": "[x]", "\u25a2": "[ ]"}
_DRAWN = str.maketrans(_MARKS)
_EMPTY_BOX = re.compile(r"\[ ?\](?!\s*\[)[^\[\n]*?(?=\s{2,}|\[|$)")
_BOXED = re.compile(r"[ \t]*(?P<label>[A-Za-z][^\[\]:\n]{0,40}?):?[ \t]*\[(?P<tick>[ xX]?)\](?=\s{2,}|\s*$)")


def alike(text: str) -> str:
    """`text` with its boxes in one shape ("[x]", "[ ]"), where they are round or drawn."""
    if "( )" in text and "(x)" in text.lower():
        text = _ROUND.sub("[x]", text).replace("( )", "[ ]")
    return text.translate(_DRAWN) if any(mark in text for mark in _MARKS) else text


def ticked(lines: list[str]) -> list[str]:
    """The lines of a checklist with what is ticked; where nothing is, only a label before its box tells."""
    if any("[x]" in line.lower() for line in lines):
        return [_ticked(line) if "]" in line else line for line in lines]
    if any("[ ]" in line for line in lines):
        return [_boxed(line) or line for line in lines]
    return lines


def _boxed(line: str) -> str:
    """A line on which every label stands before its box ("Hot forceps: [ ]   EMR: [x]"); else nothing."""
    pairs = list(_BOXED.finditer(line))
    if not pairs or len(pairs) != len(_BOX.findall(line)) or line[pairs[-1].end() :].strip():
        return ""
    return ". ".join(f"{p['label']}: {'yes' if p['tick'].strip() else 'not done'}" for p in pairs)


def _ticked(line: str) -> str:
    """A line of a checklist with what is ticked; a label before empty boxes alone was not done."""
    if boxed := _boxed(line):
        return boxed
    boxes = list(_BOX.finditer(line))
    if not boxes:
        return line
    label = line[: boxes[0].start()].strip(" \t:.")
    if not label or any(b["tick"].strip() for b in boxes):
        return _BOX.sub("", _EMPTY_BOX.sub("", line))
    if not _after(line, boxes):
        return f"{label}: not done"
    if len(boxes) == 1:
        return _BOX.sub("", _EMPTY_BOX.sub("", line))
    options = (option.strip() for option in _BOX.split(line)[2::2])
    return f"{label} ({', '.join(options)}): not documented"


def _after(line: str, boxes: list[re.Match[str]]) -> bool:
    """Does something stand right behind a box, as what is ticked there?"""
    return any(line[b.end() : b.end() + 2].strip(" [") for b in boxes)
