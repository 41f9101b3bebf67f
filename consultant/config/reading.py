"""From the text of `consultant.toml` to Settings, or to one sentence that says what to change."""

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import SecretBytes, SecretStr, ValidationError
from pydantic_core import ErrorDetails

from consultant.config.settings import DeskSettings, RelaySettings, Section, Settings
from consultant.frozen import Frozen
from consultant.mail.bounce import ReturnPaths

FILE = "consultant.toml"
USER, PASSWORD = "CONSULTANT_RELAY_USER", "CONSULTANT_RELAY_PASSWORD"
BOUNCE_KEY = "CONSULTANT_BOUNCE_KEY"
DKIM_KEY = "CONSULTANT_DKIM_KEY"

# Where people look for them first.
_IN_THE_ENVIRONMENT = {"relay.user": USER, "relay.username": USER, "relay.password": PASSWORD}

_HEADER = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")

Key = tuple[str | int, ...]


class ConfigError(Exception):
    """One sentence: which file and line, what was expected there, what was found."""


class Login(Frozen):
    """How we show ourselves to the relay. Never in a file, never in the log."""

    user: str
    password: SecretStr


def load(folder: Path) -> Settings:
    """The settings of a config folder; raises ConfigError."""
    path = folder / FILE
    try:
        text = path.read_bytes().decode("utf-8")
        document = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: expected the settings file here, found {_os_reason(error)}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(
            f"{path}, line {line}: expected UTF-8 text, found the octet {error.object[error.start]:#x}."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}{_toml_reason(str(error), text)}") from error
    try:
        return Settings.model_validate(_tuples(document)).found_in(folder)
    except ValidationError as error:
        faults = [(_line(text, document, fault["loc"]), fault) for fault in error.errors()]
        line, fault = min(faults, key=lambda pair: pair[0])
        raise ConfigError(f"{path}, line {line}: {_sentence(fault, document)}") from None


def relay_login(environment: Mapping[str, str], relay: RelaySettings | None) -> Login | None:
    """The relay's user and password from the environment; raises ConfigError when they cannot be used."""
    user, password = environment.get(USER), environment.get(PASSWORD)
    if not user and not password:
        return None
    if not user or not password:
        missing, found = (PASSWORD, USER) if user else (USER, PASSWORD)
        raise ConfigError(
            f"environment: expected {USER} and {PASSWORD} together, found {found} without {missing}."
        )
    if relay and not relay.starttls and relay.host not in ("localhost", "127.0.0.1", "::1"):
        raise ConfigError(
            f"environment: expected relay.starttls = true when {PASSWORD} is set, "
            "found a relay on another machine that would be sent the password in the clear."
        )
    return Login(user=user, password=SecretStr(password))


def return_paths(environment: Mapping[str, str], desk: DeskSettings) -> ReturnPaths | None:
    """What makes the envelope senders of replies, if each is to have its own; raises ConfigError."""
    if not desk.bounces:
        return None
    key = environment.get(BOUNCE_KEY, "")
    if len(key) < 16:
        raise ConfigError(
            f"environment: expected {BOUNCE_KEY} of at least 16 characters because desk.bounces is set, "
            f"found {len(key)}."
        )
    return ReturnPaths(base=desk.bounces, key=SecretBytes(key.encode()))


def _os_reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _toml_reason(message: str, text: str) -> str:
    """tomllib says "… (at line 3, column 5)" or "… (at end of document)"; we say the line first."""
    what, _, where = message.rpartition(" (at ")
    number = re.match(r"line (\d+)", where)
    line = int(number[1]) if number else text.rstrip().count("\n") + 1
    return (
        f", line {line}: expected valid TOML, found a mistake: {(what[:1].lower() + what[1:]).rstrip('.')}."
    )


def _tuples(value: Any) -> Any:
    """TOML has lists; our frozen models have tuples and are strict about it."""
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value


def _sentence(fault: ErrorDetails, document: dict[str, Any]) -> str:
    loc = fault["loc"]
    name = ".".join(str(part) for part in loc if isinstance(part, str))
    if fault["type"] == "extra_forbidden":
        return _unknown(loc, name)
    found = _found(document, loc)
    if fault["type"] in ("model_type", "model_attributes_type") or (
        len(loc) == 1 and fault["type"] == "missing"
    ):
        return f"expected a section [{name}] with its settings, found {found}."
    among = " in it" if isinstance(loc[-1], int) else ""
    return f"{name} should be {_expected(loc)}, found {found}{among}."


def _unknown(loc: Key, name: str) -> str:
    if name in _IN_THE_ENVIRONMENT:
        return f"expected {_IN_THE_ENVIRONMENT[name]} in the environment instead, found {name} in this file."
    section = _section(loc[:-1])
    known = list(section.model_fields) if section else []
    kind = "section" if len(loc) == 1 else "setting"
    near = difflib.get_close_matches(str(loc[-1]), known, n=1, cutoff=0.7)
    prefix = ".".join(str(part) for part in loc[:-1])
    names = [f"{prefix}.{field}" if prefix else f"[{field}]" for field in (near or known)]
    return f"expected {'perhaps ' if near else 'one of '}{', '.join(names)}, found the unknown {kind} {name}."


def _section(loc: Key) -> type[Section] | None:
    """The model that stands behind a place in the file."""
    section: type[Section] = Settings
    for part in loc:
        field = section.model_fields.get(str(part))
        kinds = [field.annotation, *get_args(field.annotation)] if field else []
        models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Section)]
        if not models:
            return None
        section = models[0]
    return section


def _expected(loc: Key) -> str:
    names = [part for part in loc if isinstance(part, str)]
    section = _section(tuple(names[:-1]))
    field = section.model_fields.get(names[-1]) if section else None
    return (field and field.description) or "something else"


def _found(document: dict[str, Any], loc: Key) -> str:
    value: Any = document
    for part in loc:
        try:
            value = value[part]
        except (KeyError, IndexError):
            return "nothing"
    return json.dumps(value, default=str, ensure_ascii=False)


def _line(text: str, document: dict[str, Any], loc: Key) -> int:
    """The line of a key, or of the item of its list. tomllib keeps no positions."""
    line = _line_of_key(text, loc)
    if isinstance(loc[-1], int):
        item = _found(document, loc)
        return next((n for n, words in enumerate(text.splitlines(), 1) if n >= line and item in words), line)
    return line


def _line_of_key(text: str, loc: Key) -> int:
    """Of its section when the key itself is missing."""
    wanted = [str(part) for part in loc if isinstance(part, str)]
    here: list[str] = []
    best, line_of_best = 0, 1
    for number, line in enumerate(text.splitlines(), start=1):
        path = here
        if header := _HEADER.match(line):
            path = here = header[1].split(".")
        elif key := _KEY.match(line):
            path = [*here, *key[1].split(".")]
        if path == wanted[: len(path)] and len(path) > best:
            best, line_of_best = len(path), number
    return line_of_best
