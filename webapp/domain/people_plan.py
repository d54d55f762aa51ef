"""What an import of people would do: who is new, who is there already, and which lines are wrong.

The preview shows the plan and the import carries it out: they cannot disagree.
"""

import hashlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from webapp.domain import access_codes
from webapp.domain.people import LONGEST_NAME, TypedPerson
from webapp.domain.people_columns import Column
from webapp.domain.people_file import Line, PeopleFile

LONGEST_REFERENCE = 60


class Fault(StrEnum):
    """What can be wrong with a line."""

    UNREADABLE = "unreadable"
    TORN = "torn"
    TOO_MANY_CELLS = "too-many-cells"
    NO_NAME = "no-name"
    TOO_LONG = "too-long"
    PERSON_TWICE = "person-twice"
    NO_CODE = "no-code"
    CODE_TWICE = "code-twice"
    CODE_UNUSABLE = "code-unusable"
    OTHER_CODE = "other-code"


@dataclass(frozen=True)
class LineFault:
    """A line that cannot be taken: its number, the column, why; `other`: the line it repeats."""

    number: int
    column: Column
    fault: Fault
    other: int = 0


@dataclass(frozen=True)
class KnownPeople:
    """Who is in the job: by name and class the references and codes; and all codes in use.

    `taken` holds those codes of the file that open something already, wherever.
    """

    people: Mapping[tuple[str, str], Sequence[tuple[str, str]]] = field(default_factory=dict)
    groups: AbstractSet[str] = frozenset()
    taken: AbstractSet[str] = frozenset()


@dataclass(frozen=True)
class ImportPlan:
    """What would be stored: the new ones in their order; `groups`: classes that get an album."""

    new: tuple[TypedPerson, ...] = ()
    already: int = 0
    groups: tuple[str, ...] = ()
    faults: tuple[LineFault, ...] = ()

    @property
    def faulty_lines(self) -> int:
        """How many lines are wrong; one may be wrong in several ways."""
        return len({fault.number for fault in self.faults})

    @property
    def fingerprint(self) -> str:
        """What the preview said: equal as long as the import would do the same."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def codes_in(file: PeopleFile) -> set[str]:
    """Every code that a file gives somebody, as it is stored."""
    return {code for line in file.lines if (code := access_codes.normalise(line.code))}


def plan_import(file: PeopleFile, known: KnownPeople) -> ImportPlan:
    """Look at every line once; each is new, there already, or wrong."""
    plan = _Planning(known)
    for line in file.lines:
        plan.take(line)
    groups = {each.group.casefold(): each.group for each in reversed(plan.new) if each.group}
    return ImportPlan(
        new=tuple(plan.new),
        already=plan.already,
        groups=tuple(sorted(name for key, name in groups.items() if key not in known.groups)),
        faults=tuple(plan.faults),
    )


class _Planning:
    """The lines looked at so far."""

    def __init__(self, known: KnownPeople) -> None:
        self.known = known
        self.new: list[TypedPerson] = []
        self.already = 0
        self.faults: list[LineFault] = []
        self._people: dict[tuple[str, str], list[tuple[str, int]]] = {}
        self._codes: dict[str, int] = {}

    def take(self, line: Line) -> None:
        """New, there already, or wrong."""
        code = access_codes.normalise(line.code) or ""
        person = TypedPerson(line.name, line.group, line.reference, code)
        faults = _own_faults(line, code) or self._faults_among_others(line, person)
        self.faults += faults
        if faults:
            return
        self._people.setdefault(person.key, []).append((person.reference, line.number))
        if code:
            self._codes[code] = line.number
        if self._codes_of_known(person) is not None:
            self.already += 1
        else:
            self.new.append(person)

    def _faults_among_others(self, line: Line, person: TypedPerson) -> list[LineFault]:
        faults = []
        if twin := self._twin(person):
            faults.append(LineFault(line.number, Column.NAME, Fault.PERSON_TWICE, twin))
        if (code := person.code) and (fault := self._code_fault(person)):
            other = self._codes.get(code, 0) if fault is Fault.CODE_TWICE else 0
            faults.append(LineFault(line.number, Column.CODE, fault, other))
        return faults

    def _twin(self, person: TypedPerson) -> int:
        """The line that names the same person already, 0: none."""
        for reference, number in self._people.get(person.key, ()):
            if _is_same(reference, person.reference):
                return number
        return 0

    def _code_fault(self, person: TypedPerson) -> Fault | None:
        own = self._codes_of_known(person)
        if person.code in self._codes:
            return Fault.CODE_TWICE
        if own is not None and person.code in own:
            return None
        if person.code in self.known.taken:
            return Fault.CODE_UNUSABLE
        return None if own is None else Fault.OTHER_CODE

    def _codes_of_known(self, person: TypedPerson) -> list[str] | None:
        """The codes of whoever is in the job by this name, class and reference; None: nobody."""
        found = [
            code
            for reference, code in self.known.people.get(person.key, ())
            if _is_same(reference, person.reference)
        ]
        return found or None


def _is_same(reference: str, other: str) -> bool:
    """Two of one name and class are the same person unless their references differ."""
    return not reference or not other or reference.casefold() == other.casefold()


def _own_faults(line: Line, code: str) -> list[LineFault]:
    """What is wrong with a line whatever the others say."""
    number = line.number
    if line.is_torn:
        return [LineFault(number, Column.NAME, Fault.TORN)]
    if line.too_many:
        return [LineFault(number, Column.CODE, Fault.TOO_MANY_CELLS)]
    if line.is_unreadable:
        return [LineFault(number, Column.NAME, Fault.UNREADABLE)]
    faults = []
    if not line.name:
        faults.append(LineFault(number, Column.NAME, Fault.NO_NAME))
    for column, text, longest in (
        (Column.NAME, line.name, LONGEST_NAME),
        (Column.GROUP, line.group, LONGEST_NAME),
        (Column.REFERENCE, line.reference, LONGEST_REFERENCE),
    ):
        if len(text) > longest:
            faults.append(LineFault(number, column, Fault.TOO_LONG))
    if line.code and not code:
        faults.append(LineFault(number, Column.CODE, Fault.NO_CODE))
    return faults
