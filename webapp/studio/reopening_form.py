"""Until when a job is open again for one code, and what the window said (S5)."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Optional

from webapp.domain.reopening import UntilFault
from webapp.web.day_fields import DayField


class ReopeningForm(FlaskForm):
    """The last day, and the fingerprint of the facts that were shown."""

    until = DayField(_l("Last day to order"), validators=[Optional()])
    confirmed = StringField()

    def explain(self, fault: UntilFault) -> None:
        """Say at the day what is wrong with it."""
        self.until.errors = [_FAULTS[fault]]


_FAULTS = {
    UntilFault.MISSING: _l("Choose the last day to order."),
    UntilFault.PASSED: _l("This day has passed. Choose a later one."),
    UntilFault.TOO_LATE: _l("Choose a day within a year from now."),
}
