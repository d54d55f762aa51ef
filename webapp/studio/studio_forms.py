"""The forms of the studio's settings: one for each concern, stored by itself."""

from typing import Any

from babel.numbers import get_currency_name
from flask import g
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from webapp.domain.bank_details import wrong_ibans
from webapp.domain.currencies import CURRENCIES
from webapp.domain.names import cleaned
from webapp.use_cases.change_payment import PaymentWays
from webapp.use_cases.change_shop import ShopValues
from webapp.use_cases.check_studio import LONGEST_NAME
from webapp.web import language
from webapp.web.email_fields import email_field
from webapp.web.name_fields import name_field
from webapp.web.time_zone_choices import time_zone_choices

_LONGEST_PHONE = 40
_LONGEST_BANK_DETAILS = 500
_LONGEST_COLLECTION = 300
_NONE_LEFT = _l("Leave at least one way to pay, or nobody can order.")


def _lines(typed: str | None) -> str:
    """Several lines, each without what nobody sees; empty ones at the ends are left out."""
    return "\n".join(cleaned(line) for line in (typed or "").splitlines()).strip()


class _Longest:
    """At most so many characters, in words."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, _form: FlaskForm, field: Any) -> None:
        if len(field.data or "") > self.longest:
            raise ValidationError(
                _l("Shorten this to %(longest)s characters.", longest=self.longest)
            )


class ShopForm(FlaskForm):
    """What customers read of the studio."""

    name = name_field(
        _l("Name of the studio"), longest=LONGEST_NAME, missing=_l("Give the studio a name.")
    )
    email = email_field(
        _l("E-mail"), missing=_l("Write the e-mail address at which customers reach you.")
    )
    phone = name_field(_l("Phone"), longest=_LONGEST_PHONE)
    language = SelectField(_l("Language"))
    currency = SelectField(_l("Currency"))

    def offer(self, *, is_currency_fixed: bool) -> "ShopForm":
        """Fill the lists; with orders the currency of today is all there is."""
        self.language.choices = list(language.own_names().items())
        offered = {g.studio.currency} if is_currency_fixed else {*CURRENCIES, g.studio.currency}
        self.currency.choices = [SelectChoice(code, _currency(code)) for code in sorted(offered)]
        return self

    def values(self) -> ShopValues:
        """What was typed; only after `validate()` has found nothing."""
        return ShopValues(
            name=self.name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            language=self.language.data,
            currency=self.currency.data,
        )

    def say_fixed(self) -> None:
        """Something was ordered meanwhile."""
        self.currency.errors = [_l("Something was ordered meanwhile: the currency stays.")]


class PaymentForm(FlaskForm):
    """How customers may pay."""

    takes_transfers = BooleanField(_l("By bank transfer"))
    bank_details = TextAreaField(
        _l("Bank details"), filters=[_lines], validators=[_Longest(_LONGEST_BANK_DETAILS)]
    )
    takes_collection = BooleanField(_l("On collection"))
    collection_words = TextAreaField(
        _l("Where and when"), filters=[_lines], validators=[_Longest(_LONGEST_COLLECTION)]
    )

    def validate_takes_transfers(self, field: BooleanField) -> None:
        """One way at least has to be left."""
        if not (field.data or self.takes_collection.data):
            raise ValidationError(_NONE_LEFT)

    def validate_bank_details(self, field: TextAreaField) -> None:
        """A slip in an IBAN sends other people's money elsewhere."""
        wrong = wrong_ibans(field.data or "")
        if wrong:
            raise ValidationError(
                _l("Check the IBAN %(iban)s: a digit is missing or wrong.", iban=wrong[0])
            )

    def ways(self) -> PaymentWays:
        """What was typed; only after `validate()` has found nothing."""
        return PaymentWays(
            self.takes_transfers.data,
            self.bank_details.data or "",
            self.takes_collection.data,
            self.collection_words.data or "",
        )

    def say_none_left(self) -> None:
        """Both ways are off."""
        self.takes_transfers.errors = [_NONE_LEFT]


class ZoneForm(FlaskForm):
    """Where the studio's days begin."""

    time_zone = SelectField(_l("Time zone"))

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.time_zone.choices = time_zone_choices(self.time_zone.data)


def _currency(code: str) -> str:
    """'Euro (EUR)'."""
    return f"{get_currency_name(code, locale=get_locale())} ({code})"
