"""A field for a mobile number: read as it is typed in the studio's country, kept as E.164."""

from collections.abc import Callable
from typing import Any

import phonenumbers
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType
from wtforms import TelField, ValidationError
from wtforms.validators import Optional

from webapp.domain.names import cleaned
from webapp.web.countries import country_name
from webapp.web.line_breaks import has_line_break

_TAKES_SMS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
_LONGEST = 40


def phone_field(label: str, *, country: Callable[[], str], **options: Any) -> TelField:
    """A line for a mobile number; `country` answers two letters, where SMS are sent to."""
    return TelField(label, filters=[cleaned], validators=[Optional(), _Mobile(country)], **options)


def phone_words(number: str) -> str:
    """'+49 1512 3456789': a kept number as people write it."""
    try:
        found = phonenumbers.parse(number)
    except NumberParseException:
        return number
    return str(phonenumbers.format_number(found, PhoneNumberFormat.INTERNATIONAL))


class _Mobile:
    """A number of the country that can receive SMS; one of another country is refused.

    Gateways refuse SMS abroad or charge many times for them.
    """

    def __init__(self, country: Callable[[], str]) -> None:
        self.country = country

    def __call__(self, _form: FlaskForm, field: TelField) -> None:
        country = self.country()
        number = None if has_line_break(field.raw_data) else _read(field.data, country)
        if number is None:
            raise ValidationError(_l("Check this number: it should look like %(example)s.",
                                     example=_example(country)))  # fmt: skip
        expected = phonenumbers.country_code_for_region(country)
        if expected and number.country_code != expected:
            raise ValidationError(
                _l(
                    "This number belongs to another country. Give one of %(country)s, or an"
                    " e-mail address.",
                    country=country_name(country),
                )
            )
        if phonenumbers.number_type(number) not in _TAKES_SMS:
            raise ValidationError(
                _l("This is not a mobile number. Give a mobile one, or an e-mail address.")
            )
        field.data = phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _read(typed: str, country: str) -> PhoneNumber | None:
    """The number that is meant; None where there is none, or none that can exist."""
    if len(typed) > _LONGEST:
        return None
    try:
        number = phonenumbers.parse(typed, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _example(country: str) -> str:
    number = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    form = PhoneNumberFormat.NATIONAL
    return str(phonenumbers.format_number(number, form)) if number else "+49 1512 3456789"
