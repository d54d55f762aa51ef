"""Fields for names: what cannot be seen is left out, what is too long is refused."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired

from webapp.domain.names import cleaned


class AtMost:
    """At most so many characters, said with the number that was typed."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, _form: FlaskForm, field: StringField) -> None:
        given = len(field.data or "")
        if given > self.longest:
            raise ValidationError(
                _l(
                    "Shorten this to %(longest)s characters; it has %(given)s.",
                    longest=self.longest,
                    given=given,
                )
            )


def name_field(label: str, *, longest: int, missing: str = "", **options: Any) -> StringField:
    """A line of text for a name; `missing` is the sentence when it is empty, '' if it may be."""
    checks: list[Any] = [DataRequired(missing)] if missing else []
    return StringField(label, filters=[cleaned], validators=[*checks, AtMost(longest)], **options)
