"""Looking for typed words in texts: every word, anywhere, whatever its capital letters."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true

_ESCAPE = "\\"


def has_words(words: Sequence[str], texts: Sequence[Any]) -> ColumnElement[bool]:
    """Every word is somewhere in one of the texts; without a word everything is found."""
    return and_(true(), *(_has_word(word, texts) for word in words))


def _has_word(word: str, texts: Sequence[Any]) -> ColumnElement[bool]:
    patterns = sorted(_patterns(word))
    return or_(*(text.ilike(each, escape=_ESCAPE) for text in texts for each in patterns))


def _patterns(word: str) -> set[str]:
    """The word as typed and in the cases it may stand in: SQLite folds ASCII letters only."""
    forms = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    return {f"%{_escaped(form)}%" for form in forms}


def _escaped(word: str) -> str:
    for special in (_ESCAPE, "%", "_"):
        word = word.replace(special, _ESCAPE + special)
    return word
