"""What is wrong with a list of people, in words: the file as a whole, and line by line."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.people import LONGEST_NAME
from webapp.domain.people_columns import Column
from webapp.domain.people_file import MOST_LINES, PeopleFile
from webapp.domain.people_plan import LONGEST_REFERENCE, Fault, LineFault
from webapp.web.words import number

_COLUMNS = {
    Column.NAME: _l("Name"),
    Column.GROUP: _l("Class or team"),
    Column.CODE: _l("Code"),
    Column.REFERENCE: _l("Reference"),
}
_WHY = {
    Fault.UNREADABLE: _l("Something here cannot be read: save the file as UTF-8."),
    Fault.TORN: _l("A quotation mark is opened and not closed."),
    Fault.TOO_MANY_CELLS: _l("There are more columns than headings, or a comma within a name."),
    Fault.NO_NAME: _l("The name is missing."),
    Fault.TOO_LONG: _l("It is too long: at most %(longest)s characters."),
    Fault.PERSON_TWICE: _l("The same person stands in line %(other)s."),
    Fault.NO_CODE: _l(
        "This is no code: it has twelve letters and digits, and neither 0 nor O, 1, I or L."
    ),
    Fault.CODE_TWICE: _l("The same code stands in line %(other)s."),
    Fault.CODE_UNUSABLE: _l("This code cannot be used."),
    Fault.OTHER_CODE: _l(
        "This person is there already; change their code on their own page."
    ),
}  # fmt: skip


@dataclass(frozen=True)
class FaultView:
    """One fault as the preview lists it."""

    line: str
    column: str
    why: str


def fault_view(fault: LineFault) -> FaultView:
    """Line, field and reason."""
    longest = LONGEST_REFERENCE if fault.column is Column.REFERENCE else LONGEST_NAME
    why = str(_WHY[fault.fault])
    for name, value in (("longest", longest), ("other", fault.other)):
        why = why.replace(f"%({name})s", number(value))
    return FaultView(number(fault.number), str(_COLUMNS[fault.column]), why)


def file_fault(file: PeopleFile) -> str:
    """What is wrong with the file as a whole; '': nothing."""
    if not file.is_text:
        return str(_("This is no list of people."))
    if not file.has_name_column:
        return str(_("No column is headed ‘Name’, or ‘First name’ and ‘Last name’."))
    if not file.lines:
        return str(_("The list is empty. Choose a file, or paste its lines."))
    if file.is_too_long:
        return str(_("Import at most %(most)s lines at once.", most=number(MOST_LINES)))
    return ""
