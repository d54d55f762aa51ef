"""What somebody of the staff changes about themselves."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField

from webapp.use_cases.check_studio import LONGEST_NAME
from webapp.web import language
from webapp.web.name_fields import name_field


class AccountForm(FlaskForm):
    """The name, as records call them, and the language of the console."""

    name = name_field(
        _l("Name"), longest=LONGEST_NAME, missing=_l("Write the name that records call you by.")
    )
    language = SelectField(_l("Language"))

    def offer(self) -> "AccountForm":
        """Fill the list."""
        self.language.choices = list(language.own_names().items())
        return self
