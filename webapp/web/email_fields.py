"""A field for an e-mail address: checked by its form, written as mail servers know it."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, ValidationError
from wtforms.validators import DataRequired, Optional

from webapp.domain.names import cleaned
from webapp.web.line_breaks import has_line_break

_LONGEST = 254
_ENCODED_WORD = "=?"


def email_field(label: str, *, missing: str = "", **options: Any) -> EmailField:
    """A line for an address; `missing` is the sentence when it is empty, '' if it may be."""
    given = DataRequired(missing) if missing else Optional()
    return EmailField(label, filters=[cleaned], validators=[given, _is_address], **options)


def _is_address(_form: FlaskForm, field: EmailField) -> None:
    """Puts the address in its usual form; the server behind it is not asked.

    An address with a line break would be two lines of a mail's head, and one with an encoded word
    could become two: they are refused, never mended.
    """
    try:
        # Names with letters beyond ASCII before the @ reach few servers, and not ours.
        found = validate_email(field.data, check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        found = None
    address = found.ascii_email if found else None
    if address is None or len(address) > _LONGEST or _is_two_lines(address, field):
        raise ValidationError(_l("Check this address: it should look like name@example.com."))
    field.data = address


def _is_two_lines(address: str, field: EmailField) -> bool:
    return _ENCODED_WORD in address or has_line_break(field.raw_data)
