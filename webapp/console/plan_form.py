"""The form for what a studio has bought: its plan by name, and gigabytes of storage (D1)."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired

from webapp.models.studio import Studio
from webapp.use_cases.set_quota import GIGABYTE, LONGEST_PLAN, MOST_GIGABYTES
from webapp.web.name_fields import name_field

_BETWEEN = _l("Write a number between 1 and 1,000,000.")


class _Gigabytes(IntegerField):
    """A whole number; what is none is kept as it was typed and named at the field."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_BETWEEN) from error


class PlanForm(FlaskForm):
    """What the studio has; an empty plan is none."""

    plan = name_field(_l("Plan"), longest=LONGEST_PLAN)
    gigabytes = _Gigabytes(
        _l("Storage in GB"),
        validators=[InputRequired(_BETWEEN)],
    )

    def fits(self, studio: Studio) -> bool:
        """Whether all of it can be stored; less than a gigabyte only where it is so already."""
        if not self.validate_on_submit():
            return False
        wanted = self.new_gigabytes(studio)
        if wanted is None or 1 <= wanted <= MOST_GIGABYTES:
            return True
        self.gigabytes.errors = [_BETWEEN]
        return False

    def new_gigabytes(self, studio: Studio) -> int | None:
        """What was typed; None where it is what the form showed, also of a crooked number."""
        return None if self.gigabytes.data == _shown(studio) else self.gigabytes.data


def plan_form(studio: Studio) -> PlanForm:
    """The form as it is shown at first."""
    return PlanForm(formdata=None, plan=studio.plan, gigabytes=_shown(studio))


def _shown(studio: Studio) -> int:
    return studio.quota_bytes // GIGABYTE
