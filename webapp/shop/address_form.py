"""Where somebody wants to be written to, in which language, and that they agree to it."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, ValidationError
from wtforms.validators import DataRequired

from webapp.models.job import Job
from webapp.queries.profiles import writes_sms
from webapp.queries.visitors import Guest
from webapp.shop.visitor import studio
from webapp.use_cases.consent import consent_words
from webapp.use_cases.register_customer import Address
from webapp.web.countries import country_of_zone
from webapp.web.email_fields import email_field
from webapp.web.language import own_names
from webapp.web.line_breaks import has_line_break
from webapp.web.name_fields import name_field
from webapp.web.phone_fields import phone_field


class AddressForm(FlaskForm):
    """An e-mail address, a mobile number or both; nothing is stored before the box is ticked.

    Where nothing is sent by SMS no number is asked for: we would never write to it.
    """

    email = email_field(_l("E-mail"))
    phone = phone_field(
        _l("Mobile number"), country=lambda: country_of_zone(studio().time_zone)
    )  # fmt: skip
    name = name_field(_l("Your name (optional)"), longest=120)
    language = SelectField(_l("Language of the messages"))
    consent = BooleanField(
        validators=[DataRequired(_l("Tick this box: we only write to you if you agree."))]
    )

    def __init__(self, job: Job, **given: Any) -> None:
        given.setdefault("language", str(get_locale()))
        super().__init__(**given)
        if not writes_sms(job):
            del self.phone
        self.language.choices = list(own_names().items())
        self.consent.label.text = consent_words(job.public_name)

    def validate_name(self, field: Field) -> None:
        """A name stands in greetings: it is one line."""
        if has_line_break(field.raw_data):
            raise ValidationError(_("Write your name in one line."))

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one way to reach them, besides what each field asks for."""
        is_valid = bool(super().validate(extra_validators))
        ways = [field for field in (self.email, self.phone) if field is not None]
        if any(field.data or field.errors for field in ways):
            return is_valid
        self.email.errors = [
            _("Give an e-mail address or a mobile number.")
            if self.phone
            else _("Give an e-mail address.")
        ]
        return False

    @property
    def address(self) -> Address:
        """What was filled in, with the words agreed to; only after `validate()` found nothing."""
        return Address(
            email=self.email.data or "",
            phone=self.phone.data or "" if self.phone else "",
            name=self.name.data,
            language=self.language.data,
            consent=str(self.consent.label.text),
        )


def empty_form(job: Job, here: Guest | None) -> AddressForm:
    """The form with what this browser gave before, here or for another shoot."""
    given = {"name": here.name, "email": here.email} if here else {}
    return AddressForm(job, formdata=None, **given)
