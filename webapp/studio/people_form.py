"""The form that adds people to a job: one per line."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import TextAreaField, ValidationError

from webapp.domain.people import (
    LONGEST_NAME,
    MOST_LINES,
    FaultyLine,
    FaultyLines,
    LineFault,
    TypedPerson,
    read_people,
)

_MOST_NAMED = 10


class PeopleForm(FlaskForm):
    """The people as typed; `people` holds them after `validate()` has found nothing."""

    names = TextAreaField(_l("People, one per line"))
    people: list[TypedPerson]

    def validate_names(self, field: TextAreaField) -> None:
        """Read the lines; each that is wrong is named by its number, up to ten of them."""
        found = read_people(field.data or "")
        if isinstance(found, FaultyLines):
            raise ValidationError(_all_words(found.lines))
        self.people = found


def _all_words(faulty: tuple[FaultyLine, ...]) -> str:
    said = [_fault_words(line) for line in faulty[:_MOST_NAMED]]
    if len(faulty) > _MOST_NAMED:
        said.append(_more_words(len(faulty) - _MOST_NAMED))
    return " ".join(said)


def _more_words(more: int) -> str:
    return str(
        ngettext(
            "%(num)s more line cannot be read either.",
            "%(num)s more lines cannot be read either.",
            more,
        )
    )


def _fault_words(faulty: FaultyLine) -> str:
    return str(
        {
            LineFault.NONE: _("Write at least one name."),
            LineFault.TOO_MANY: _("Add at most %(most)s people at once.", most=MOST_LINES),
            LineFault.NO_NAME: _("Line %(line)s has a class but no name.", line=faulty.number),
            LineFault.TOO_LONG: _(
                "Line %(line)s is too long: names and classes have at most %(longest)s characters.",
                line=faulty.number,
                longest=LONGEST_NAME,
            ),
        }[faulty.fault]
    )
