"""A new private key for signatures on replies, made by OpenSSL and never by us."""

import os
import subprocess
from pathlib import Path

_MAKE = ("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")


class NoKeyMade(Exception):
    """Why, in words for the operator."""


def make_key(path: Path) -> None:
    """Write an RSA key of 2048 bits (RFC 8301 section 3.2) that only this user may read. Raises NoKeyMade.

    A key that is there stays: receivers know its public half from DNS.
    """
    if path.exists():
        raise NoKeyMade(f"{path} is there already; make another selector to change the key")
    try:
        pem = subprocess.run(_MAKE, capture_output=True, check=True, timeout=60).stdout
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
    except FileNotFoundError as error:
        what = (
            f"there is no folder {path.parent}" if error.filename == str(path) else "openssl is not installed"
        )
        raise NoKeyMade(what) from error
    except subprocess.SubprocessError as error:
        raise NoKeyMade("openssl could not make it") from error
    except OSError as error:
        raise NoKeyMade(f"{path}: {error.strerror}") from error
