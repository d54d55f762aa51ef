"""What somebody who came too late tells the studio: where to answer, a name, a few words (H3)."""

from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, TextAreaField, ValidationError

from webapp.domain.more_time import MOST_WORDS
from webapp.domain.names import cleaned
from webapp.queries.visitors import Guest
from webapp.use_cases.ask_for_more_time import Question
from webapp.web.email_fields import email_field
from webapp.web.line_breaks import has_line_break
from webapp.web.name_fields import AtMost, name_field


class MoreTimeForm(FlaskForm):
    """A question to the studio; prefilled with what this browser gave before."""

    name = name_field(
        _l("Name"), longest=120, missing=_l("Write your name, so that the studio knows you.")
    )
    email = email_field(
        _l("E-mail"), missing=_l("Write the e-mail address to which the studio can answer.")
    )
    words = TextAreaField(
        _l("A few words (optional)"),
        filters=[cleaned],
        validators=[AtMost(MOST_WORDS)],
    )

    def validate_name(self, field: Field) -> None:
        """A name is one line."""
        if has_line_break(field.raw_data):
            raise ValidationError(_l("Write your name in one line."))

    @property
    def question(self) -> Question:
        """What was filled in, in the language of the page; only after `validate()`."""
        return Question(
            name=self.name.data,
            email=self.email.data,
            language=str(get_locale()),
            words=self.words.data or "",
        )


def empty_form(guest: Guest | None) -> MoreTimeForm:
    """The form before it is sent."""
    known: dict[str, Any] = {"email": guest.email, "name": guest.name} if guest else {}
    return MoreTimeForm(formdata=None, **known)
