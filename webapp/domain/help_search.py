"""Looking through the help notes: every word typed, whatever its case and accents (H3)."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LONGEST_QUERY = 200
_MOST_WORDS = 8
_WORDS_BEFORE = 8
_WORDS_AFTER = 22
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True)
class Text:
    """A note as it is searched: `also` holds words that people look for and the note does not say.

    All of it is plain text in one language.
    """

    name: str
    title: str
    summary: str
    body: str
    also: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of an excerpt; `is_match`: it is one of the words that were looked for."""

    words: str
    is_match: bool


@dataclass(frozen=True)
class Hit:
    """A note that was found, and where in it."""

    name: str
    excerpt: tuple[Piece, ...]


def wanted_words(query: str) -> list[str]:
    """The words of a query as they are compared; of a very long one the first."""
    folded = (_plain(word) for word in query[:LONGEST_QUERY].split())
    return [word for word in folded if word][:_MOST_WORDS]


def search(texts: Iterable[Text], query: str) -> list[Hit]:
    """The notes that hold every word, those with it in their title first, then in their summary."""
    words = wanted_words(query)
    if not words:
        return []
    found = [(rank, text) for text in texts if (rank := _rank(text, words)) is not None]
    ordered = sorted(found, key=lambda each: each[0])
    return [Hit(text.name, _excerpt(text, words)) for _rank_of, text in ordered]


def _rank(text: Text, words: Sequence[str]) -> int | None:
    """How far down a note stands; None: a word is nowhere in it."""
    fields = (text.title, f"{text.title} {text.summary} {text.also}")
    for rank, field in enumerate(fields):
        if _holds(field, words):
            return rank
    return len(fields) if _holds(f"{fields[-1]} {text.body}", words) else None


def _holds(text: str, words: Sequence[str]) -> bool:
    readings = _readings(text)
    return all(any(word in reading for reading in readings) for word in words)


def _excerpt(text: Text, words: Sequence[str]) -> tuple[Piece, ...]:
    """The words around the first match in the body; without one there, the summary."""
    spoken = text.body.split()
    first = next((place for place, each in enumerate(spoken) if _matches(each, words)), None)
    if first is None:
        return tuple(_pieces(text.summary.split(), words))
    begin = max(0, first - _WORDS_BEFORE)
    end = first + _WORDS_AFTER
    shown = spoken[begin:end]
    if begin:
        shown.insert(0, "…")
    if end < len(spoken):
        shown.append("…")
    return tuple(_pieces(shown, words))


def _pieces(spoken: Sequence[str], words: Sequence[str]) -> Iterator[Piece]:
    """The words in stretches that match and that do not."""
    run: list[str] = []
    is_match = False
    for each in spoken:
        if run and _matches(each, words) != is_match:
            yield Piece(" ".join(run), is_match)
            run = []
        is_match = _matches(each, words)
        run.append(each)
    if run:
        yield Piece(" ".join(run), is_match)


def _matches(spoken: str, words: Sequence[str]) -> bool:
    readings = _readings(spoken)
    return any(word in reading for word in words for reading in readings)


def _readings(text: str) -> tuple[str, str]:
    """The text without accents, and as somebody types it who has no umlauts: löschen, loeschen."""
    return _plain(text), unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
