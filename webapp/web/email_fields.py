"""A field for an e-mail address: checked by its form, written as mail servers know it."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, ValidationError
from wtforms.validators import DataRequired

from webapp.domain.names import cleaned

_LONGEST = 254


def email_field(label: str, *, missing: str, **options: Any) -> EmailField:
    """A line for an address; `missing` is the sentence when it is empty."""
    return EmailField(
        label, filters=[cleaned], validators=[DataRequired(missing), _is_address], **options
    )


def _is_address(_form: FlaskForm, field: EmailField) -> None:
    """Puts the address in its usual form; the server behind it is not asked."""
    try:
        found = validate_email(field.data, check_deliverability=False)
    except EmailNotValidError:
        found = None
    if found is None or len(found.normalized) > _LONGEST:
        raise ValidationError(_l("Check this address: it should look like name@example.com."))
    field.data = found.normalized
