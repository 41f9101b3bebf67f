"""What the way in needs beside its settings: the certificate, and who may log in. Both are files."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from consultant.config.reading import ConfigError
from consultant.config.settings import Settings
from consultant.desk import maillog
from consultant.desk.submitters import Submitters, SubmittersError


@dataclass(frozen=True, slots=True)
class Doors:
    """`tls`: STARTTLS is offered; `submitters`: AUTH is, too."""

    settings: Settings
    tls: ssl.SSLContext | None
    submitters: Submitters | None

    def refresh(self) -> None:
        """Take up a certificate that was renewed; connections that are open keep theirs."""
        if self.tls is not None:
            try:
                _load_certificate(self.tls, self.settings)
            except ConfigError as error:
                maillog.certificate_unready(error)


def open_doors(settings: Settings) -> Doors:
    """Reads the files. Raises ConfigError."""
    return Doors(settings, _tls(settings), _submitters(settings))


def _tls(settings: Settings) -> ssl.SSLContext | None:
    listen = settings.listen
    if not listen.certificate:
        for name in ("require_starttls", "submitters"):
            if getattr(listen, name):
                raise ConfigError(f"settings: expected listen.certificate with listen.{name}, found none.")
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    _load_certificate(context, settings)
    return context


def _load_certificate(context: ssl.SSLContext, settings: Settings) -> None:
    certificate, key = (settings.folder / name for name in (settings.listen.certificate, settings.listen.key))
    try:
        context.load_cert_chain(certificate, key if settings.listen.key else None)
    except OSError as error:  # ssl.SSLError is one
        why = "they do not fit together" if isinstance(error, ssl.SSLError) else error.strerror
        raise ConfigError(
            f"{certificate}: expected a certificate in PEM form and its key beside it, found: {why}."
        ) from error


def _submitters(settings: Settings) -> Submitters | None:
    if not settings.listen.submitters:
        return None
    path: Path = settings.folder / settings.listen.submitters
    try:
        return Submitters(path.read_text("utf-8"))
    except SubmittersError as error:
        raise ConfigError(
            f"{path}, line {error.line}: expected name:scrypt:<salt>:<hash> as `consultant desk password` "
            "prints it, found something else."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "no text"
        raise ConfigError(f"{path}: expected the file of listen.submitters here, found: {why}.") from error
