"""The forms that say how long photos stay: of the studio, and of one job."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from webapp.domain.names import cleaned
from webapp.domain.retention import LONGEST_REASON, MOST_MONTHS
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.use_cases.retention_settings import JobKeeping

NEVER, MONTHS, STUDIO, HOLD = "never", "months", "studio", "hold"
_WRONG = _l("Write a number of months from 1 to %(most)s.", most=MOST_MONTHS)


def _digits(typed: str | None) -> str:
    return (typed or "").strip()


class _WithMonths(FlaskForm):
    """A choice, and the months that belong to one of its answers."""

    keep: RadioField
    months = StringField(_l("Months after archiving"), filters=[_digits])

    @property
    def chosen_months(self) -> int | None:
        """What was typed, where it counts; only after `validate()` has found nothing."""
        return int(str(self.months.data)) if self.keep.data == MONTHS else None

    def validate_months(self, field: Field) -> None:
        """Whole months; what stands there while another answer is chosen is not looked at."""
        if self.keep.data == MONTHS and not _is_right(str(field.data)):
            raise ValidationError(_WRONG)


class KeepingForm(_WithMonths):
    """How long photos stay after archiving, where a job says nothing else."""

    keep = RadioField(
        _l("Delete the photos"),
        choices=[
            SelectChoice(NEVER, _l("Never automatically")),
            SelectChoice(MONTHS, _l("So many months after archiving")),
        ],
        default=NEVER,
    )
    customers = BooleanField(_l("Customers without orders go with them"))

    @classmethod
    def of(cls, studio: Studio) -> "KeepingForm":
        """What is stored."""
        months = studio.retention_months
        data = {
            "keep": NEVER if months is None else MONTHS,
            "months": str(months or ""),
            "customers": studio.retention_customers,
        }
        return cls(formdata=None, data=data)


class JobKeepingForm(_WithMonths):
    """How long the photos of one job stay."""

    keep = RadioField(
        _l("Delete the photos"),
        choices=[
            SelectChoice(STUDIO, _l("As the studio says")),
            SelectChoice(MONTHS, _l("After another number of months")),
            SelectChoice(HOLD, _l("Keep until released")),
        ],
        default=STUDIO,
    )
    reason = StringField(
        _l("Why (optional)"),
        filters=[lambda typed: cleaned(typed or "")],
        validators=[
            Length(
                max=LONGEST_REASON,
                message=_l("Shorten this to %(longest)s characters.", longest=LONGEST_REASON),
            )
        ],
    )

    @classmethod
    def of(cls, job: Job) -> "JobKeepingForm":
        """What is stored."""
        own = MONTHS if job.retention_months else STUDIO
        data = {
            "keep": HOLD if job.retention_hold else own,
            "months": str(job.retention_months or ""),
            "reason": job.retention_reason,
        }
        return cls(formdata=None, data=data)

    @property
    def keeping(self) -> JobKeeping:
        """What was chosen; only after `validate()` has found nothing."""
        hold = self.keep.data == HOLD
        return JobKeeping(self.chosen_months, hold, str(self.reason.data or "") if hold else "")


def _is_right(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and 1 <= int(typed[:6]) <= MOST_MONTHS
