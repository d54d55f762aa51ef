"""The form in which support says why it acts on behalf of a studio."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, TextAreaField, ValidationError

from webapp.domain.acting import LONGEST_REASON, SHORTEST_REASON, request_number
from webapp.domain.names import cleaned
from webapp.queries.support_requests import has_asked


class ActingForm(FlaskForm):
    """The reason, in one line of the records; `page` is where to go in the studio."""

    page = HiddenField()
    reason = TextAreaField(_l("Reason"), filters=[lambda typed: cleaned(typed or "")])

    def __init__(self, studio_id: str, **given: Any) -> None:
        super().__init__(**given)
        self.studio_id = studio_id

    def validate_reason(self, field: Field) -> None:
        """A few words at least, or the number of a request of this studio; the studio reads it."""
        reason = str(field.data or "")
        given, number = len(reason), request_number(reason)
        if number is not None:
            if not has_asked(self.studio_id, number):
                raise ValidationError(_("This studio has no request %(number)s.", number=number))
            return
        if given < SHORTEST_REASON:
            raise ValidationError(
                _(
                    "Say why in at least %(shortest)s characters, or give the number of the"
                    " studio’s request.",
                    shortest=SHORTEST_REASON,
                )
            )
        if given > LONGEST_REASON:
            raise ValidationError(
                _(
                    "Shorten this to %(longest)s characters; it has %(given)s.",
                    longest=LONGEST_REASON,
                    given=given,
                )
            )
