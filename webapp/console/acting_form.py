"""The form in which support says why it acts on behalf of a studio."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, TextAreaField, ValidationError

from webapp.domain.acting import LONGEST_REASON, SHORTEST_REASON
from webapp.domain.names import cleaned


class ActingForm(FlaskForm):
    """The reason, in one line of the records; `page` is where to go in the studio."""

    page = HiddenField()
    reason = TextAreaField(_l("Reason"), filters=[lambda typed: cleaned(typed or "")])

    def validate_reason(self, field: Field) -> None:
        """A few words at least; the studio reads them."""
        given = len(str(field.data or ""))
        if given < SHORTEST_REASON:
            raise ValidationError(_("Say in a few words why. The studio reads them."))
        if given > LONGEST_REASON:
            raise ValidationError(
                _(
                    "Shorten this to %(longest)s characters; it has %(given)s.",
                    longest=LONGEST_REASON,
                    given=given,
                )
            )
