"""The name that has to be typed before somebody's data is deleted."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from webapp.domain.names import cleaned


class TypedNameForm(FlaskForm):
    """Typing it is slow on purpose: what is deleted does not come back."""

    name = StringField(_l("Type the name"))

    def is_name(self, wanted: str) -> bool:
        """Whether that is what was typed, capitals apart; else the field says so."""
        is_valid = bool(self.validate())
        typed = cleaned(self.name.data or "").casefold()
        if typed != cleaned(wanted).casefold():
            self.name.errors = [_("Type %(name)s as it stands here.", name=wanted)]
            return False
        return is_valid
