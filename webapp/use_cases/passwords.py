"""Passwords: which are good enough, how they are kept, and whether one is right."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from webapp.domain.common_passwords import is_common

SHORTEST = 12
LONGEST = 200

# Of a random text that nobody knows: an unknown address takes as long as a wrong password.
NOBODYS_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$vEQF1medcXHASkqz7UwJYQ"
    "$uQKLVDYlOY+Ro1CtZTy39BhNUbDiDHwi5oRTc3F4K7o"
)

_hasher = PasswordHasher()
_at_once = BoundedSemaphore(2)  # each takes 64 MiB


def hash_password(password: str) -> str:
    """What is kept of a password. Takes about 0.1 s: never inside a transaction."""
    with _at_once:
        return _hasher.hash(_as_typed_anywhere(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept; takes as long when nothing is kept: None."""
    text = _as_typed_anywhere(password)[:LONGEST]
    try:
        with _at_once:
            _hasher.verify(kept or NOBODYS_HASH, text)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None and len(password) <= LONGEST


def is_outdated(kept: str) -> bool:
    """Whether the password should be kept anew, because hashing has become stronger."""
    return _hasher.check_needs_rehash(kept)


def fault_of(password: str, *, never: tuple[str, ...]) -> str:
    """What is wrong with a new password, in a sentence, or ''. `never`: the e-mail, the name."""
    if len(password) < SHORTEST:
        return str(_("Take at least %(number)s characters; a sentence is fine.", number=SHORTEST))
    if len(password) > LONGEST:
        return str(_("Take at most %(number)s characters.", number=LONGEST))
    if password.strip().casefold() in {text.strip().casefold() for text in never}:
        return str(_("Take a password that is neither your e-mail address nor a name."))
    if is_common(password):
        return str(_("This password is tried first, or made from one that is: take a sentence."))
    return ""


def _as_typed_anywhere(password: str) -> str:
    """The same letters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)
