"""Codes that an app shows (TOTP, RFC 6238): the key in the app, and whether a code is one of it."""

import base64
import hmac
from datetime import datetime

import pyotp

from webapp.domain.second_factor import digits_of, steps_taken
from webapp.models.sealing import fingerprint

_KEY_BYTES = 20
ISSUER = "Shelflife"


def key_for(text: str) -> str:
    """A key of 160 bits in base32: the same for the same text, and another on another machine."""
    digest = bytes.fromhex(fingerprint(text, purpose="second factor set-up"))
    return base64.b32encode(digest[:_KEY_BYTES]).decode()


def address_of(key: str, email: str) -> str:
    """What the QR code says to the app: otpauth://totp/…"""
    return pyotp.TOTP(key).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of_code(key: str, typed: str, *, now: datetime, after: int = 0) -> int | None:
    """The step whose code was typed, None: it is wrong, too old, or was used.

    `now` is the machine's. All candidates are compared in full: how long it takes says nothing.
    """
    digits = digits_of(typed)
    if digits is None:
        return None
    totp = pyotp.TOTP(key)
    found = [
        step
        for step in steps_taken(now, after=after)
        if hmac.compare_digest(totp.generate_otp(step), digits)
    ]
    return found[0] if found else None
