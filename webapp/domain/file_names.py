"""Whose picture it is by the name of its file: 'mia_berger_01.jpg', 'K7MW-9Q3X-4T2P.jpg'.

A file belongs to whose reference, code or name it begins with; the longest that fits decides. Two
people whom it fits alike are told, and nobody is guessed.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

_SEPARATORS = re.compile(r"[\s_.,+\-\u2010-\u2015]+")


@dataclass(frozen=True)
class NamedPerson:
    """Somebody of the job with what file names may begin with; `code` as on the card."""

    person_id: str
    name: str
    reference: str = ""
    code: str = ""


@dataclass(frozen=True)
class NamedPhoto:
    """A photo with the name of its file; `is_assigned`: somebody sees it already."""

    photo_id: str
    file_name: str
    is_assigned: bool = False


@dataclass(frozen=True)
class NamePlan:
    """What the file names say: one person, several, or nobody; each photo stands in one of them."""

    matches: tuple[tuple[NamedPhoto, str], ...] = ()
    ambiguous: tuple[tuple[NamedPhoto, tuple[str, ...]], ...] = ()
    unmatched: tuple[NamedPhoto, ...] = ()
    replaces: bool = False

    @property
    def taken(self) -> tuple[tuple[NamedPhoto, str], ...]:
        """The matches that are carried out: all, or those of photos that nobody sees yet."""
        return tuple(
            (photo, person_id)
            for photo, person_id in self.matches
            if self.replaces or not photo.is_assigned
        )

    @property
    def kept(self) -> int:
        """How many stay with whoever sees them already."""
        return len(self.matches) - len(self.taken)

    @property
    def fingerprint(self) -> str:
        """What the page posts back: the same facts give the same, other facts another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]

    @property
    def of_people(self) -> dict[str, list[str]]:
        """The photos that each person gets."""
        found: dict[str, list[str]] = defaultdict(list)
        for photo, person_id in self.taken:
            found[person_id].append(photo.photo_id)
        return dict(found)


def plan_names(
    photos: Iterable[NamedPhoto], people: Iterable[NamedPerson], *, replaces: bool = False
) -> NamePlan:
    """Each photo to the person whose reference, code or name its file begins with.

    Upper and lower case are the same, and so are spaces, dashes and underscores; umlauts count as
    typed. `replaces`: photos that somebody sees already are assigned anew.
    """
    beginnings = _beginnings(people)
    matches, ambiguous, unmatched = [], [], []
    for photo in photos:
        found = _owners(photo.file_name, beginnings)
        if len(found) > 1:
            ambiguous.append((photo, found))
        elif found:
            matches.append((photo, found[0]))
        else:
            unmatched.append(photo)
    return NamePlan(tuple(matches), tuple(ambiguous), tuple(unmatched), replaces)


def plain(text: str) -> str:
    """'Mia_Berger' and 'mia  berger' are one."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return _SEPARATORS.sub(" ", composed).strip()


@dataclass(frozen=True)
class _Beginning:
    """Whose it is; a name may be followed by a number at once ('mia2'), a reference may not."""

    people: frozenset[str]
    is_name: bool


def _beginnings(people: Iterable[NamedPerson]) -> Mapping[str, _Beginning]:
    exact: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for text in (person.reference, person.code, person.code.replace("-", "")):
            exact[plain(text)].add(person.person_id)
        for text in (person.name, _surname_first(person.name)):
            names[plain(text)].add(person.person_id)
    nobody: set[str] = set()
    return {
        key: _Beginning(
            frozenset(exact.get(key, nobody) | names.get(key, nobody)), is_name=key not in exact
        )
        for key in (exact.keys() | names.keys()) - {""}
    }


def _surname_first(name: str) -> str:
    *first, last = name.split() or [""]
    return " ".join([last, *first])


def _owners(file_name: str, beginnings: Mapping[str, _Beginning]) -> tuple[str, ...]:
    """Whose the longest beginning is."""
    stem = plain(PurePosixPath(file_name).stem)
    for end in _ends(stem):
        found = beginnings.get(stem[:end])
        if found and (_ends_here(stem, end) or found.is_name):
            return tuple(sorted(found.people))
    return ()


def _ends(stem: str) -> Iterator[int]:
    """Where a beginning may end, the longest first: at a space, or before the figure of a name."""
    for end in range(len(stem), 0, -1):
        if _ends_here(stem, end) or (stem[end - 1].isalpha() and stem[end].isdecimal()):
            yield end


def _ends_here(stem: str, end: int) -> bool:
    return end == len(stem) or stem[end] == " "
