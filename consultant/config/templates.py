"""Reads the reply templates once; stops with a sentence naming file and line."""

from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

from consultant.config.reading import ConfigError
from consultant.knowledge.edition import Edition
from consultant.mail.letters import Letters


def load_letters(folder: Path, edition: Edition) -> Letters:
    """Every template of `folder`, compiled. Raises ConfigError."""
    try:
        sources = {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.j2"))}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{folder}: expected readable templates in UTF-8, found {error}.") from error
    if "letter.txt.j2" not in sources or "letter.html.j2" not in sources:
        raise ConfigError(
            f"{folder}: expected the templates letter.txt.j2 and letter.html.j2, found neither or one."
        )
    try:
        return Letters(sources, edition)
    except TemplateSyntaxError as error:
        raise ConfigError(
            f"{folder / (error.name or '')}, line {error.lineno}: not a template: {error.message}."
        ) from error
    except TemplateError as error:
        raise ConfigError(f"{folder}: {error}.") from error
