"""The settings of a job as a form: it reads what was typed into one value, and changes nothing."""

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from webapp.domain.archiving import Delay
from webapp.domain.settings import AccessType, JobSettings, SellUntil, SettingFault, decide, faults
from webapp.domain.status import Status
from webapp.queries.settings_page import price_lists, profiles
from webapp.web.day_fields import DayField
from webapp.web.name_fields import name_field
from webapp.web.setting_words import (
    ACCESS_TYPES,
    DELAYS,
    FAULTS,
    STATUS,
    WAYS,
    price_list_words,
)


def choices_of(words: Mapping[str, Any]) -> list[SelectChoice]:
    """Values and their words as a list to choose from."""
    return [SelectChoice(value, label) for value, label in words.items()]


class SettingsForm(FlaskForm):
    """Everything one press of 'Save settings' stores (S4), and what the window adds (S5, R2)."""

    status = RadioField(
        _l("Status"),
        choices=choices_of(STATUS),
        validators=[InputRequired(_l("Choose a status."))],
    )
    public_name = name_field(
        _l("Public name"), longest=120, missing=_l("Give the job a name that customers know.")
    )
    internal_name = name_field(
        _l("Internal name"), longest=60, missing=_l("Give the job an internal name.")
    )
    shot_on = DayField(_l("Date of the shoot"), validators=[Optional()])
    access_type = RadioField(_l("Access type"), choices=choices_of(ACCESS_TYPES))
    price_list_id = SelectField(_l("Price list"))
    archiving = BooleanField(_l("Archiving"))
    archiving_date = DayField(_l("Archiving date"), validators=[Optional()])
    archiving_delay = SelectField(_l("Archiving delay"), choices=choices_of(DELAYS))
    communication_profile = SelectField(_l("Communication profile"))
    version = IntegerField(validators=[Optional()])
    confirmed = StringField()
    origin = StringField()
    sell_until = RadioField(
        _l("Sell it until when?"), choices=choices_of(WAYS), validators=[Optional()]
    )
    new_archiving_date = DayField(_l("Archiving date"), validators=[Optional()])

    def offer_lists(self, used: str | None = None) -> "SettingsForm":
        """Fill the two lists; 'No marketing emails/SMS' is always there (C4).

        `used`: the price list of the job, which is offered though it be archived.
        """
        studio = g.studio
        self.price_list_id.choices = [
            SelectChoice("", _l("Choose a price list")),
            *(
                SelectChoice(each.id, price_list_words(each, studio))
                for each in price_lists(studio, used=used)
            ),
        ]
        self.communication_profile.choices = [
            *(SelectChoice(each.id, each.name) for each in profiles(studio)),
            SelectChoice("", _l("No marketing emails/SMS")),
        ]
        return self

    def to_settings(self) -> JobSettings:
        """The staged settings; only after `validate()` has found nothing."""
        return JobSettings(
            status=Status(self.status.data),
            public_name=self.public_name.data or "",
            internal_name=self.internal_name.data or "",
            shot_on=self.shot_on.data,
            access_type=AccessType(self.access_type.data),
            price_list_id=self.price_list_id.data or None,
            archiving=self.archiving.data,
            archiving_date=self.archiving_date.data,
            archiving_delay=Delay(self.archiving_delay.data),
            communication_profile_id=self.communication_profile.data or None,
        )

    def decided(self) -> JobSettings:
        """The staged settings with the way that was chosen in the window, if one was (R2)."""
        if not self.sell_until.data:
            return self.to_settings()
        way = SellUntil(self.sell_until.data)
        return decide(self.to_settings(), way, self.new_archiving_date.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field and what the rules say of them together: all that is wrong at once."""
        super().validate(extra_validators)
        if self._is_new_date_chosen() and not self.new_archiving_date.data:
            if not self.new_archiving_date.errors:
                self._fault(self.new_archiving_date, _l("Choose the new archiving date."))
        elif not self.errors.keys() & _NEEDED_BY_RULES:
            self.explain(faults(self.decided()))
        return not any(field.errors for field in self)

    def explain(self, found: Mapping[str, SettingFault]) -> None:
        """Put what the rules found at the fields they are about."""
        for name, fault in found.items():
            field = self[_FIELD_NAMES.get(name, name)]
            if field.errors:
                continue
            if field is self.archiving_date and self._is_new_date_chosen():
                field = self.new_archiving_date
            self._fault(field, FAULTS[fault])

    def ask_for_a_way(self) -> None:
        """The stop has passed and no way out of it was chosen, or one that has passed too (R2)."""
        if self._is_new_date_chosen():
            self._fault(self.new_archiving_date, _l("This day has passed. Choose a later one."))
        else:
            self._fault(self.sell_until, _l("Choose until when the job is sold."))

    def fault_is_in_window(self) -> bool:
        """Whether all that is wrong was typed in the confirmation window."""
        return set(self.errors) <= {"sell_until", "new_archiving_date"}

    @property
    def back_to(self) -> str:
        """Where a save goes back to: the page the deed was begun on."""
        return "studio.job_overview" if self.origin.data == "overview" else "studio.job_settings"

    def _is_new_date_chosen(self) -> bool:
        return bool(self.sell_until.data == SellUntil.NEW_DATE.value)

    def _fault(self, field: Any, sentence: Any) -> None:
        field.errors = [*field.errors, sentence]


def staged_form(stored: JobSettings, given: MultiDict[str, str] | None = None) -> SettingsForm:
    """The form with what was sent; fields that were not sent keep their stored value.

    A checkbox that is not ticked is never sent: where its date was, its absence means no.
    """
    sent = given if given is not None else MultiDict[str, str]()
    whole = MultiDict(sent)
    for name, value in form_data(stored).items():
        if name not in whole and not (name == "archiving" and "archiving_date" in sent):
            whole[name] = value
    return SettingsForm(whole).offer_lists(stored.price_list_id)


def form_data(settings: JobSettings) -> dict[str, str]:
    """The fields of the form for these settings, as a browser would send them."""
    data = {
        "status": settings.status.value,
        "public_name": settings.public_name,
        "internal_name": settings.internal_name,
        "shot_on": settings.shot_on.isoformat() if settings.shot_on else "",
        "access_type": settings.access_type.value,
        "price_list_id": settings.price_list_id or "",
        "archiving_date": settings.archiving_date.isoformat() if settings.archiving_date else "",
        "archiving_delay": settings.archiving_delay.value,
        "communication_profile": settings.communication_profile_id or "",
    }
    return data | ({"archiving": "y"} if settings.archiving else {})


_NEEDED_BY_RULES = {"status", "access_type", "archiving_delay", "archiving_date", "sell_until"}
_FIELD_NAMES = {"communication_profile_id": "communication_profile"}
