"""YAML as the knowledge is written: every scalar is text, and no key stands twice."""

from typing import Any

import yaml

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Loader(_Base):  # type: ignore[misc]
    """0213T, 010, no and 2026-11-21 mean themselves. Of two keys of one name YAML keeps the last only."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Raises yaml.MarkedYAMLError at the second of two keys of one name."""
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        if len(found) < len(node.value):
            seen: set[str] = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"{key.value} stands twice, of which one would be lost", key.start_mark
                    )
                seen.add(key.value)
        return found
