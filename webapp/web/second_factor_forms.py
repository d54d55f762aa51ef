"""The forms of the second factor: a code at the sign-in, setting it up, changing it."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from webapp.use_cases.check_studio import Faults


class CodeForm(FlaskForm):
    """The second half of the sign-in, and where to go afterwards.

    `recovery` is '1' where a recovery code is asked for: phones then show letters to type. Either
    code is taken in either form. `attempt` tells one showing of the form from the next.
    """

    code = StringField(_l("Code"), [InputRequired(_l("Write the code."))])
    recovery = HiddenField()
    attempt = HiddenField()
    next = HiddenField()


class ProofForm(FlaskForm):
    """Who changes how they sign in says who they are."""

    password = PasswordField(_l("Your password"), [InputRequired(_l("Write your password."))])
    code = StringField(_l("Code"), [InputRequired(_l("Write the code."))])

    def take(self, faults: Faults) -> None:
        """Show what is wrong at its field."""
        for name, sentence in faults.items():
            self[name].errors = [sentence]


class SetUpForm(ProofForm):
    """A code of the key that is shown; with a second factor of today a code of that one too."""

    new_code = StringField(
        _l("Code from the app"), [InputRequired(_l("Write the six digits that the app shows."))]
    )

    def offer(self, *, replaces: bool) -> "SetUpForm":
        """Ask for a code of today's second factor only where there is one."""
        if replaces:
            self.code.label.text = _l("Code of today’s app")
        else:
            del self.code
        return self

    @property
    def code_of_today(self) -> str:
        """What was typed of today's second factor; '' where there is none."""
        return (self.code.data or "") if "code" in self else ""
