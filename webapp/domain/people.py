"""People as they are typed or pasted: one per line, 'Name' or 'Name; class'."""

from dataclasses import dataclass
from enum import StrEnum

from webapp.domain.names import cleaned

MOST_LINES = 1000
LONGEST_NAME = 120
_SEPARATORS = (";", "\t")


@dataclass(frozen=True)
class TypedPerson:
    """A name, and the class or team it belongs to ('': none).

    `reference`: the number the studio knows them by; `code`: one that is on a card already.
    """

    name: str
    group: str = ""
    reference: str = ""
    code: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two lines the same person."""
        return self.name.casefold(), self.group.casefold()


class LineFault(StrEnum):
    """What can be wrong with a line, or with all of them."""

    NO_NAME = "no-name"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    NONE = "none"


@dataclass(frozen=True)
class FaultyLine:
    """A line that cannot be taken; `number` from 1, 0: the text as a whole."""

    number: int
    fault: LineFault


@dataclass(frozen=True)
class FaultyLines:
    """Everything that is wrong with a text, from its first line to its last; never empty."""

    lines: tuple[FaultyLine, ...]


def read_people(text: str) -> list[TypedPerson] | FaultyLines:
    """The people of a text, each once; or every line that is wrong. Empty lines are skipped."""
    lines = [line for line in enumerate(text.splitlines(), 1) if cleaned(line[1])]
    if not lines:
        return FaultyLines((FaultyLine(0, LineFault.NONE),))
    if len(lines) > MOST_LINES:
        return FaultyLines((FaultyLine(0, LineFault.TOO_MANY),))
    read = [(number, _read(line)) for number, line in lines]
    faulty = tuple(
        FaultyLine(number, fault) for number, person in read if (fault := _fault(person))
    )
    if faulty:
        return FaultyLines(faulty)
    found: dict[tuple[str, str], TypedPerson] = {}
    for _number, person in read:
        found.setdefault(person.key, person)
    return list(found.values())


def _read(line: str) -> TypedPerson:
    for separator in _SEPARATORS[1:]:
        line = line.replace(separator, _SEPARATORS[0])
    name, _separator, group = line.partition(_SEPARATORS[0])
    return TypedPerson(cleaned(name), cleaned(group))


def _fault(person: TypedPerson) -> LineFault | None:
    if not person.name:
        return LineFault.NO_NAME
    if max(len(person.name), len(person.group)) > LONGEST_NAME:
        return LineFault.TOO_LONG
    return None
