"""Headings of lists of people, in English and in German: which column says what."""

from collections.abc import Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a column can say; `NAME` is the whole name, `FIRST` and `LAST` are its halves."""

    NAME = "name"
    FIRST = "first"
    LAST = "last"
    GROUP = "group"
    CODE = "code"
    REFERENCE = "reference"


_HEADS = {
    Column.NAME: "name, full name, child, child's name, pupil, student, player, person,"
    " name des kindes, schüler, schülername, schülerin, vollständiger name, ganzer name, spieler",
    Column.FIRST: "first name, given name, forename, vorname, vornamen, rufname",
    Column.LAST: "last name, surname, family name, nachname, familienname, zuname",
    Column.GROUP: "class, class or team, class name, form, group, team, album, klasse, gruppe,"
    " klasse oder mannschaft, klassenname, mannschaft, kurs",
    Column.CODE: "code, access code, zugangscode, zugangs code, zugriffscode",
    Column.REFERENCE: "reference, ref, number, no, id, student id, student number, pupil number,"
    " nummer, nr, referenz, schülernummer, kennung, kennnummer, laufende nummer, lfd nr",
}
_COLUMN_OF = {
    "".join(filter(str.isalnum, head)): column
    for column, heads in _HEADS.items()
    for head in heads.split(",")
}
_ENOUGH = 2


def columns_of(heads: Sequence[str]) -> tuple[Column | None, ...] | None:
    """What each column says, None for one that is not asked for; None: these are no headings.

    In 'Name; Vorname' the first is the family name.
    """
    columns = [_COLUMN_OF.get("".join(filter(str.isalnum, head.casefold()))) for head in heads]
    known = {column for column in columns if column}
    if not known & {Column.NAME, Column.FIRST, Column.LAST} and len(known) < _ENOUGH:
        return None
    if Column.FIRST in known and Column.LAST not in known:
        columns = [Column.LAST if column is Column.NAME else column for column in columns]
    return tuple(columns)
