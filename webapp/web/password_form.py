"""The form with which photographers and staff change their password."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, ValidationError
from wtforms.validators import InputRequired

from webapp.use_cases.check_studio import Faults


class PasswordForm(FlaskForm):
    """A new password for whoever knows the present one."""

    current = PasswordField(
        _l("Password of today"), [InputRequired(_l("Write your password of today."))]
    )
    password = PasswordField(_l("New password"), [InputRequired(_l("Choose a password."))])
    repeated = PasswordField(_l("New password again"))

    def validate_repeated(self, field: PasswordField) -> None:
        """A password that was mistyped would lock its owner out."""
        if field.data != self.password.data:
            raise ValidationError(_l("The two passwords are not the same. Write it again."))

    def take(self, faults: Faults) -> None:
        """Show what is wrong at its field."""
        for name, sentence in faults.items():
            self[name].errors = [sentence]
