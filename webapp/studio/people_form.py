"""The form that adds people to a job: one per line."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField, ValidationError

from webapp.domain.people import (
    LONGEST_NAME,
    MOST_LINES,
    FaultyLine,
    LineFault,
    TypedPerson,
    read_people,
)


class PeopleForm(FlaskForm):
    """The people as typed; `people` holds them after `validate()` has found nothing."""

    names = TextAreaField(_l("People, one per line"))
    people: list[TypedPerson]

    def validate_names(self, field: TextAreaField) -> None:
        """Read the lines; the first that is wrong is named by its number."""
        found = read_people(field.data or "")
        if isinstance(found, FaultyLine):
            raise ValidationError(_fault_words(found))
        self.people = found


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
