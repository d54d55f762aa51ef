"""Looking through the help notes with a question, or a word of it: the best answer first (H3).

A note need not hold every word. What its title or its further words say counts more than its text,
a word that few notes hold more than one that all do; notes with every word come before the others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from webapp.domain.help_words import readings, stem, wanted_words

_WORDS_BEFORE = 8
_WORDS_AFTER = 22
_WEIGHTS = (8.0, 5.0, 3.0, 1.0)  # title, further words, summary, body
_WHOLE, _BEGINS, _INSIDE = 1.0, 0.7, 0.4
_LEAST_INSIDE = 4
_NOT_FAR_BEHIND = 0.3


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

    @cached_property
    def fields(self) -> tuple[set[tuple[str, str]], ...]:
        """The words of each part, in the order of their weights."""
        parts = (self.title, self.also, self.summary, self.body)
        return tuple(set(readings(part)) for part in parts)


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


@dataclass(frozen=True)
class _Found:
    text: Text
    holds_all: bool
    score: float


def search(texts: Iterable[Text], query: str, *, language: str) -> list[Hit]:
    """The notes that answer it, the best first; those far behind the best are left out."""
    wanted = wanted_words(query, language)
    found = _ranked(list(texts), wanted, language)
    best = max((each.score for each in found), default=0)
    return [
        Hit(each.text.name, _excerpt(each.text, wanted, language))
        for each in found
        if each.holds_all or each.score >= best * _NOT_FAR_BEHIND
    ]


def _ranked(texts: Sequence[Text], wanted: Sequence[str], language: str) -> list[_Found]:
    held = {text.name: [_counts(text, word, language) for word in wanted] for text in texts}
    rarity = [
        log(1 + len(texts) / max(1, sum(1 for counts in held.values() if counts[place])))
        for place in range(len(wanted))
    ]
    found = []
    for text in texts:
        counts = held[text.name]
        if any(counts):
            score = sum(count * rare for count, rare in zip(counts, rarity, strict=True))
            found.append(_Found(text, all(counts), score))
    return sorted(found, key=lambda each: (not each.holds_all, -each.score))


def _counts(text: Text, wanted: str, language: str) -> float:
    """How much a word counts for a note: in each part as well as it is held there."""
    return sum(
        weight * max((_fits(word, wanted, language) for word in field), default=0)
        for weight, field in zip(_WEIGHTS, text.fields, strict=True)
    )


def _fits(word: tuple[str, str], wanted: str, language: str) -> float:
    """How well a word of a note is what is looked for: it, more than it, or a part of it."""
    return max(_fits_reading(reading, wanted, language) for reading in word)


def _fits_reading(reading: str, wanted: str, language: str) -> float:
    if wanted not in reading:
        return 0
    if stem(reading, language) == wanted:
        return _WHOLE
    if reading.startswith(wanted):
        return _BEGINS
    return _INSIDE if len(wanted) >= _LEAST_INSIDE else 0


def _excerpt(text: Text, wanted: Sequence[str], language: str) -> tuple[Piece, ...]:
    """The words of the body around the most of what was asked; with none there, the summary."""
    spoken = text.body.split()
    matches = [_matching(each, wanted, language) for each in spoken]
    places = [place for place, found in enumerate(matches) if found]
    if not places:
        said = text.summary.split()
        return tuple(_pieces(said, [_matching(each, wanted, language) for each in said]))
    first = max(places, key=lambda place: len(set().union(*matches[place : place + _WORDS_AFTER])))
    begin, end = max(0, first - _WORDS_BEFORE), first + _WORDS_AFTER
    shown, marks = spoken[begin:end], matches[begin:end]
    if begin:
        shown, marks = ["…", *shown], [set(), *marks]
    if end < len(spoken):
        shown, marks = [*shown, "…"], [*marks, set()]
    return tuple(_pieces(shown, marks))


def _matching(spoken: str, wanted: Sequence[str], language: str) -> set[str]:
    """Which of the words that are looked for stand here."""
    said = readings(spoken)
    return {each for each in wanted if any(_fits(word, each, language) for word in said)}


def _pieces(spoken: Sequence[str], marks: Sequence[set[str]]) -> Iterator[Piece]:
    """The words in stretches that match and that do not."""
    run: list[str] = []
    was_match = False
    for each, found in zip(spoken, marks, strict=True):
        if run and bool(found) != was_match:
            yield Piece(" ".join(run), was_match)
            run = []
        was_match = bool(found)
        run.append(each)
    if run:
        yield Piece(" ".join(run), was_match)
