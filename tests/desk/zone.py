"""A resolver for tests: records written by hand, aliases followed, some names in trouble."""

from typing import Any

from consultant.desk.proof.dns import DnsTrouble

TROUBLE = "TIMEOUT"


class Zone:
    """`records` maps a name in lower case to (type, value) pairs, or to TROUBLE for every question."""

    def __init__(self, records: dict[str, Any]) -> None:
        self.records = {name.lower().rstrip("."): found for name, found in records.items()}
        self.asked: list[tuple[str, str]] = []

    def lookup(self, name: str, kind: str) -> list[Any]:
        self.asked.append((name, kind))
        for _ in range(10):
            found = self.records.get(name.lower().rstrip("."), [])
            if found == TROUBLE or (kind, TROUBLE) in found:
                raise DnsTrouble("timeout")
            if own := [value for what, value in found if what == kind]:
                return own
            alias = next((value for what, value in found if what == "CNAME"), None)
            if alias is None:
                if TROUBLE in [what for what, _ in found]:
                    raise DnsTrouble("timeout")
                return []
            name = alias
        return []


def txt(*texts: str) -> list[tuple[str, Any]]:
    return [("TXT", (text.encode(),)) for text in texts]
