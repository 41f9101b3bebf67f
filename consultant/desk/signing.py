"""DKIM signatures for replies (RFC 6376; ed25519 by RFC 8463), and the DNS record that belongs to a key."""

import base64
import re

import dkim
import nacl.signing
from dkim.crypto import UnparsableKeyError, parse_pem_private_key

_PEM = re.compile(rb"-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", re.S)
_ED25519 = bytes.fromhex(
    "302e020100300506032b657004220420"
)  # PKCS#8 before the 32 octets of the key (RFC 8410)
_RSA = bytes.fromhex("300d06092a864886f70d0101010500")  # rsaEncryption without parameters (RFC 8017)
_SIGNED = (
    *("from", "from", "to", "to", "subject", "subject", "date", "message-id", "in-reply-to", "references"),
    *("auto-submitted", "mime-version", "content-type", "content-transfer-encoding"),
)


class Signer:
    """Signs for one domain and selector. Raises ValueError on a key that is none.

    `key` is an RSA key in PEM form (PKCS#1 or PKCS#8), or an ed25519 key in PEM form or in base64.
    """

    def __init__(self, domain: str, selector: str, key: bytes) -> None:
        self.domain, self.selector = domain, selector
        seed = _seed(key)
        self._key = base64.b64encode(seed) if seed else key
        self._algorithm = b"ed25519-sha256" if seed else b"rsa-sha256"
        try:
            self._public = _ed25519_public(seed) if seed else _rsa_public(key)
        except (UnparsableKeyError, IndexError, TypeError, ValueError) as error:
            raise ValueError("neither an RSA key in PEM form nor an ed25519 key") from error

    def sign(self, raw: bytes) -> bytes:
        """The mail with its signature in front."""
        field: bytes = dkim.sign(
            raw,
            self.selector.encode(),
            self.domain.encode(),
            self._key,
            canonicalize=(b"relaxed", b"relaxed"),
            signature_algorithm=self._algorithm,
            include_headers=[name.encode() for name in _SIGNED],
        )
        return field + raw

    def record(self) -> tuple[str, str]:
        """(name, text) of the TXT record to publish."""
        kind = "ed25519" if self._algorithm.startswith(b"ed") else "rsa"
        return f"{self.selector}._domainkey.{self.domain}", f"v=DKIM1; k={kind}; p={self._public}"


def _seed(key: bytes) -> bytes | None:
    """The 32 octets of an ed25519 key, if it is one."""
    found = _PEM.search(key)
    try:
        octets = base64.b64decode(found[1] if found else key.strip(), validate=not found)
    except ValueError:
        return None
    if found:
        return octets[-32:] if octets.startswith(_ED25519) and len(octets) == len(_ED25519) + 32 else None
    return octets if len(octets) == 32 else None


def _ed25519_public(seed: bytes) -> str:
    return base64.b64encode(bytes(nacl.signing.SigningKey(seed).verify_key)).decode()


def _rsa_public(pem: bytes) -> str:
    key = parse_pem_private_key(pem)
    if key["modulus"].bit_length() < 1024:
        raise ValueError("an RSA key of fewer than 1024 bits")
    numbers = _der(0x30, b"".join(_integer(key[name]) for name in ("modulus", "publicExponent")))
    return base64.b64encode(_der(0x30, _RSA + _der(0x03, b"\0" + numbers))).decode()


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    """One value of ASN.1 in DER."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content
