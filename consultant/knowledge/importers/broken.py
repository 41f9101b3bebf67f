"""What is raised when a file does not fit its published layout."""


class Broken(Exception):
    """Which line, what was expected there, what was found. Whoever opened the file adds its name."""

    def __init__(self, expected: str, found: str, line: int | None = None) -> None:
        self.expected, self.found, self.line = expected, found, line
        where = f"line {line}: " if line else ""
        super().__init__(f"{where}expected {expected}, found {found}")


def shown(value: str, most: int = 40) -> str:
    """A cell as it may stand in a sentence: quoted, on one line, not too long."""
    flat = " ".join(value.split())
    return f'"{flat}"' if len(flat) <= most else f'"{flat[:most]}…"'
