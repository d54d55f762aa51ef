"""A list of people as a table program saves it: columns found, lines read, nothing decided yet."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.domain.names import cleaned
from webapp.domain.people_columns import Column, columns_of

UNREADABLE = "\ufffd"
MOST_LINES = 20_000
_DELIMITERS = (";", "\t", ",")
_SAMPLE = 20
_WITHOUT_HEADER = (Column.NAME, Column.GROUP, Column.CODE)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_BEGINNING = 4_096
_FEW = 2
_MOST_CONTROLS = 0.01  # of the characters; a text has none, a picture a quarter


@dataclass(frozen=True)
class Line:
    """One line of the file; `number` from 1, as a text editor counts. `code` is as it was typed.

    `is_torn`: a quotation mark was opened and never closed. `too_many`: more cells than columns.
    """

    number: int
    name: str = ""
    group: str = ""
    code: str = ""
    reference: str = ""
    is_torn: bool = False
    too_many: bool = False

    @property
    def is_unreadable(self) -> bool:
        """Whether something in it is no character of the file's writing."""
        texts = (self.name, self.group, self.code, self.reference)
        return any(UNREADABLE in text for text in texts)


@dataclass(frozen=True)
class PeopleFile:
    """What a text says: its lines that are not empty, and the headings nobody asked for.

    `is_text`: it is one at all, and not a picture.
    """

    lines: tuple[Line, ...]
    unused: tuple[str, ...] = ()
    has_name_column: bool = True
    is_text: bool = True

    @property
    def is_too_long(self) -> bool:
        """Whether there are more people than can be taken at once."""
        return len(self.lines) > MOST_LINES


@dataclass(frozen=True)
class SentText:
    """The text of a file; `is_windows`: it was read as Windows-1252, which is a guess."""

    text: str
    is_windows: bool = False


def decoded(raw: bytes) -> SentText:
    """A file as UTF-8 or, as its byte order mark says, UTF-16; whatever else as Windows-1252.

    That is what Excel writes in western Europe; what is no character there is marked.
    """
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return SentText(raw.decode("utf-16"))
        return SentText(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return SentText(raw.decode("cp1252", errors="replace"), is_windows=True)


def read_file(text: str) -> PeopleFile:
    """Read a list: `;`, `,` or tabs between the columns, with or without a line of headings.

    Each line stands for itself: a quotation mark that was never closed spoils one line, not all.
    """
    if not _is_text(text):
        return PeopleFile((), is_text=False)
    written = [each for each in enumerate(_lines(text), 1) if each[1].strip(" ;,\t\r\n")]
    if not written:
        return PeopleFile(())
    delimiter = _delimiter([line for _number, line in written[:_SAMPLE]])
    heads = _cells(written[0][1], delimiter) or []
    columns = columns_of(heads)
    if columns is None:
        return PeopleFile(tuple(_read(written, delimiter, _WITHOUT_HEADER)))
    unused = [cleaned(head) for head, column in zip(heads, columns, strict=True) if not column]
    return PeopleFile(
        lines=tuple(_read(written[1:], delimiter, columns)),
        unused=tuple(head for head in unused if head),
        has_name_column=any(column in columns for column in (Column.NAME, Column.LAST)),
    )


def _is_text(text: str) -> bool:
    beginning = text[:_BEGINNING]
    controls = len(_CONTROL.findall(beginning)) + beginning.count(UNREADABLE)
    return "\0" not in text and controls <= max(_FEW, len(beginning) * _MOST_CONTROLS)


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text.removeprefix("\ufeff"), newline=None)


def _delimiter(sample: Sequence[str]) -> str:
    """What separates most cells; of two that separate as many, the rarer one in names."""
    return max(_DELIMITERS, key=lambda mark: sum(len(_cells(line, mark) or ()) for line in sample))


def _cells(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line; None: a quotation mark is open at its end."""
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        return None


def _read(
    written: Sequence[tuple[int, str]], delimiter: str, columns: Sequence[Column | None]
) -> Iterator[Line]:
    for number, text in written:
        cells = _cells(text, delimiter)
        if cells is None:
            yield Line(number, is_torn=True)
            continue
        found: dict[Column, str] = {}
        for column, cell in zip(columns, cells, strict=False):
            if column and cleaned(cell):
                found.setdefault(column, cleaned(cell))
        first, last = found.get(Column.FIRST, ""), found.get(Column.LAST, "")
        yield Line(
            number,
            name=found.get(Column.NAME) or f"{first} {last}".strip(),
            group=found.get(Column.GROUP, ""),
            code=found.get(Column.CODE, ""),
            reference=found.get(Column.REFERENCE, ""),
            too_many=any(cleaned(cell) for cell in cells[len(columns) :]),
        )
