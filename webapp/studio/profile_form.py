"""The form for the name of a communication profile."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from webapp.use_cases.holding_profile import LONGEST_NAME
from webapp.web.name_fields import name_field


class ProfileForm(FlaskForm):
    """A new profile, or another name for one."""

    name = name_field(_l("Name"), longest=LONGEST_NAME, missing=_l("Give the profile a name."))

    def say_taken(self) -> None:
        """Another profile has the name that was typed."""
        self.name.errors = [_l("Another profile has this name. Choose another one.")]
