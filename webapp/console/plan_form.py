"""The form for what a studio has bought: its plan by name, and gigabytes of storage (D1)."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from webapp.models.studio import Studio
from webapp.use_cases.set_quota import GIGABYTE, LONGEST_PLAN, MOST_GIGABYTES
from webapp.web.name_fields import name_field

_BETWEEN = _l("Write a number between 1 and 1,000,000.")


class PlanForm(FlaskForm):
    """What the studio has; an empty plan is none."""

    plan = name_field(_l("Plan"), longest=LONGEST_PLAN)
    gigabytes = IntegerField(
        _l("Storage in GB"),
        validators=[InputRequired(_BETWEEN), NumberRange(1, MOST_GIGABYTES, _BETWEEN)],
    )

    def changed_gigabytes(self, studio: Studio) -> int | None:
        """What was typed; None where it is what the form showed, also of a crooked number."""
        same = self.gigabytes.data == gigabytes_of(studio)
        return None if same else self.gigabytes.data


def gigabytes_of(studio: Studio) -> int:
    """The storage of a studio as the form shows it."""
    return studio.quota_bytes // GIGABYTE


def plan_form(studio: Studio) -> PlanForm:
    """The form as it is shown at first."""
    return PlanForm(formdata=None, plan=studio.plan, gigabytes=gigabytes_of(studio))
