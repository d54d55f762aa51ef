"""The form of the first run: who the studio is and who signs in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from webapp.domain.languages import LANGUAGES
from webapp.use_cases.check_studio import LONGEST_NAME, Faults, NewStudio
from webapp.web import language
from webapp.web.time_zone_choices import time_zone_choices

_LONGEST = 254


def _needed(sentence: str) -> list[object]:
    return [InputRequired(sentence), Length(max=_LONGEST)]


class FirstRunForm(FlaskForm):
    """Gives a `NewStudio`; what is wrong with it is decided where it is stored."""

    token = StringField(
        _l("Set-up code"), _needed(_l("Copy the set-up code from where Shelflife was started."))
    )
    name = StringField(_l("Name of the studio"), _needed(_l("Give the studio a name.")))
    slug = StringField(_l("Shop address"), _needed(_l("Choose the address of your shop.")))
    time_zone = SelectField(_l("Time zone"), validate_choice=False)
    language = SelectField(_l("Language"), validate_choice=False)
    member_name = StringField(_l("Your name"), [Length(max=LONGEST_NAME)])
    email = EmailField(_l("E-mail"), _needed(_l("Write the e-mail address you will sign in with.")))
    password = PasswordField(_l("Password"), [InputRequired(_l("Choose a password."))])

    def __init__(self, **given: str) -> None:
        super().__init__(**({"language": language.current()} | given))
        names = language.own_names()
        self.language.choices = [SelectChoice(code, names[code]) for code in LANGUAGES]
        zones = time_zone_choices(self.time_zone.data)
        self.time_zone.choices = [SelectChoice("", _l("Choose a time zone")), *zones]

    def new_studio(self) -> NewStudio:
        """What was filled in."""
        return NewStudio(
            name=self.name.data or "",
            slug=self.slug.data or "",
            email=self.email.data or "",
            time_zone=self.time_zone.data or "",
            password=self.password.data or "",
            language=self.language.data or "",
            member_name=self.member_name.data or "",
        )

    def take(self, faults: Faults) -> None:
        """Show what is wrong at its field, unless something is said there already."""
        for name, sentence in faults.items():
            self[name].errors = self[name].errors or [sentence]
