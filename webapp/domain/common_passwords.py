"""Passwords that are tried first: the commonest of all, also when lengthened or repeated.

The list: the 10,000 commonest of @zxcvbn-ts/language-common 4.1.3, and all of its others that have
at least twelve characters; its licence lies beside it.
"""

import gzip
import string
import unicodedata
from functools import cache
from importlib.resources import files

_LONGEST_REPEATED = 6
_NO_LETTERS = string.digits + string.punctuation


def is_common(password: str) -> bool:
    """Whether it is on the list, between digits and signs or not, or something short repeated."""
    plain = "".join(unicodedata.normalize("NFKC", password).casefold().split())
    repeated = _repeated(plain)
    forms = {plain, plain.strip(_NO_LETTERS), repeated, repeated.strip(_NO_LETTERS)}
    return len(repeated) <= _LONGEST_REPEATED or not forms.isdisjoint(_commonest())


def _repeated(text: str) -> str:
    """What a text repeats from its begin to its end: 'abc' of 'abcabc', all of 'abcd'."""
    return text[: (text + text).find(text, 1)]


@cache
def _commonest() -> frozenset[str]:
    packed = files("webapp.domain").joinpath("common-passwords.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("ascii").split())
