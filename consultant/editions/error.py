"""What goes wrong with published files and editions, as one sentence."""

from consultant.config.reading import ConfigError
from consultant.knowledge.importers.broken import Broken


class EditionError(ConfigError):
    """Which file and line, what was expected, what was found."""


def sentence(name: str, error: Broken) -> str:
    """ "gpci.csv, line 4: expected …, found …."."""
    where = f", line {error.line}" if error.line else ""
    return f"{name}{where}: expected {error.expected}, found {error.found}."
