"""Secrets in the database: codes are found by a keyed fingerprint and shown from a sealed copy.

The key comes from the installation's secret, outside the database: a copy of the database alone
yields no code.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

_NONCE_BYTES = 12
_MAC_SYMBOLS = 22


def fingerprint(text: str, *, purpose: str) -> str:
    """A keyed fingerprint of 64 hexadecimal digits: equal for equal texts of one purpose."""
    return hmac.new(_key(purpose), text.encode(), hashlib.sha256).hexdigest()


def seal(text: str) -> str:
    """An encrypted copy that `unseal` opens again with the installation's key."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_key("seal")).encrypt(nonce, text.encode(), None)
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str) -> str:
    """The text again; cryptography.exceptions.InvalidTag when key or copy are not the same."""
    raw = base64.urlsafe_b64decode(sealed)
    return AESGCM(_key("seal")).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None).decode()


def sign(row_id: str, *, purpose: str) -> str:
    """An address part that only this installation can make: the id, and 132 bits of a keyed MAC."""
    mac = hmac.new(_key(f"link {purpose}"), row_id.encode(), hashlib.sha256).digest()
    return f"{row_id}.{base64.urlsafe_b64encode(mac).decode()[:_MAC_SYMBOLS]}"


def is_signed(token: str, *, purpose: str) -> bool:
    """Whether `sign` made this token for this purpose."""
    row_id = token.partition(".")[0]
    return hmac.compare_digest(token.encode(), sign(row_id, purpose=purpose).encode())


def hash_token(token: str) -> str:
    """What is kept of a random token that a browser holds."""
    return hashlib.sha256(token.encode()).hexdigest()


def _key(purpose: str) -> bytes:
    secret = current_app.config["SECRET_KEY"].encode()
    return hmac.new(secret, f"shelflife {purpose}".encode(), hashlib.sha256).digest()
