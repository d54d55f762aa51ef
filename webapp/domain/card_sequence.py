"""Whose pictures are whose when a QR card was photographed before each person.

A picture belongs to the card before it. Where that card says nothing certain, nobody is guessed:
what follows it is left to the photographer. The pictures of each camera are a sequence of their
own (see `webapp.domain.file_order`).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from statistics import median

from webapp.domain.file_order import camera_of, series_of, shooting_key

_ENOUGH_TO_COMPARE = 3
_SUSPICIOUS = 1.5


@dataclass(frozen=True)
class OfPerson:
    """The card of one person."""

    person_id: str


@dataclass(frozen=True)
class OfGroup:
    """The card of a class; without `album_id` that of the whole job: group pictures follow."""

    album_id: str | None = None


class Doubt(StrEnum):
    """Why a picture ends the sequence before it and begins no other."""

    UNKNOWN = "unknown"  # a card that cannot be read, or that is not one of this job
    REVOKED = "revoked"
    NOT_SHOWN = "not-shown"  # the file cannot be opened: it may be a card


Card = OfPerson | OfGroup | Doubt


@dataclass(frozen=True)
class Shot:
    """One picture of the sequence; `card`: what it says if it is one.

    `is_assigned`: somebody sees it already.
    """

    photo_id: str
    file_name: str
    number: int
    card: Card | None = None
    is_assigned: bool = False


@dataclass(frozen=True)
class Run:
    """A card and the pictures after it; without a card: those before the first one.

    `series`: it is all of these series of names, which have no card among them.
    """

    card: Shot | None
    shots: tuple[Shot, ...]
    series: tuple[str, ...] = ()

    @property
    def meaning(self) -> Card | None:
        """What the card says."""
        return self.card.card if self.card else None

    @property
    def is_certain(self) -> bool:
        """Whether the pictures may be assigned."""
        return isinstance(self.meaning, OfPerson | OfGroup)


@dataclass(frozen=True)
class CardPlan:
    """What the cards of an album say, in shooting order."""

    runs: tuple[Run, ...]
    replaces: bool = False

    def taken(self, run: Run) -> tuple[Shot, ...]:
        """The pictures of a run that are assigned: all, or those that nobody sees yet."""
        if not run.is_certain:
            return ()
        return tuple(shot for shot in run.shots if self.replaces or not shot.is_assigned)

    @property
    def of_people(self) -> dict[str, list[str]]:
        """The photos that each person gets."""
        found: dict[str, list[str]] = {}
        for run in self.runs:
            if isinstance(run.meaning, OfPerson):
                ids = [shot.photo_id for shot in self.taken(run)]
                found.setdefault(run.meaning.person_id, []).extend(ids)
        return {person_id: ids for person_id, ids in found.items() if ids}

    @property
    def of_groups(self) -> dict[str | None, list[str]]:
        """The group pictures by the album they belong to; None: the one in which they are."""
        found: dict[str | None, list[str]] = {}
        for run in self.runs:
            if isinstance(run.meaning, OfGroup):
                ids = [shot.photo_id for shot in self.taken(run)]
                found.setdefault(run.meaning.album_id, []).extend(ids)
        return {album_id: ids for album_id, ids in found.items() if ids}

    @property
    def doubts(self) -> tuple[Run, ...]:
        """The runs that are left to the photographer."""
        return tuple(run for run in self.runs if isinstance(run.meaning, Doubt))

    @property
    def suspicious(self) -> tuple[Run, ...]:
        """Runs of a person so long that a card within them may have been missed.

        A card that the frame cuts off is not seen at all: whoever comes next then stands in the
        run before, which has at least half as many pictures again as is usual here.
        """
        runs = [run for run in self.runs if isinstance(run.meaning, OfPerson) and run.shots]
        if len(runs) < _ENOUGH_TO_COMPARE:
            return ()
        usual = median(len(run.shots) for run in runs)
        return tuple(run for run in runs if len(run.shots) > usual * _SUSPICIOUS + 1)

    @property
    def without_card(self) -> tuple[Shot, ...]:
        """The pictures that no card stands before."""
        return tuple(shot for run in self.runs if run.card is None for shot in run.shots)

    @property
    def in_series_without_card(self) -> int:
        """How many of these are in a series of names that has no card at all."""
        return sum(len(run.shots) for run in self.runs if run.series)

    @property
    def kept(self) -> int:
        """How many pictures after a card stay with whoever sees them already."""
        certain = sum(len(run.shots) for run in self.runs if run.is_certain)
        return certain - self.assigned

    @property
    def fingerprint(self) -> str:
        """What the page posts back: the same facts give the same, other facts another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]

    @property
    def assigned(self) -> int:
        """How many pictures are assigned."""
        return sum(len(self.taken(run)) for run in self.runs)


def plan_cards(shots: Iterable[Shot], *, replaces: bool = False) -> CardPlan:
    """Each picture to the card before it, whatever the order in which the shots are given.

    `replaces`: pictures that somebody sees already are assigned anew.
    """
    ordered = sorted(shots, key=_key)
    series = [
        list(sequence)
        for _camera, sequence in groupby(ordered, lambda shot: camera_of(shot.file_name))
    ]
    runs = [run for each in series if _has_card(each) for run in _runs(each)]
    return CardPlan((*runs, *_without(each for each in series if not _has_card(each))), replaces)


def _has_card(sequence: Iterable[Shot]) -> bool:
    return any(shot.card is not None for shot in sequence)


def _without(series: Iterable[list[Shot]]) -> Iterator[Run]:
    """One entry for all series that have no card."""
    cardless = list(series)
    if cardless:
        names = tuple(series_of(each[0].file_name) for each in cardless)
        yield Run(None, tuple(shot for each in cardless for shot in each), names)


@dataclass
class _Open:
    """A run that is still being filled."""

    card: Shot | None = None
    shots: list[Shot] = field(default_factory=list)

    def closed(self) -> Run:
        return Run(self.card, tuple(self.shots))


def _runs(sequence: Iterable[Shot]) -> Iterator[Run]:
    current = _Open()
    for shot in sequence:
        if shot.card is None:
            current.shots.append(shot)
            continue
        if current.card or current.shots:
            yield current.closed()
        current = _Open(shot)
    yield current.closed()


def _key(shot: Shot) -> tuple[object, ...]:
    return (camera_of(shot.file_name), *shooting_key(shot.file_name, shot.number))
