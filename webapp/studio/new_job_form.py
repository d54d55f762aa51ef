"""The form for a new job."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField
from wtforms.validators import Optional, ValidationError

from webapp.domain.archiving import EARLIEST_DATE, LATEST_DATE
from webapp.domain.job_kinds import JobKind
from webapp.domain.settings import AccessType
from webapp.studio.setting_words import ACCESS_TYPES
from webapp.use_cases.create_job import NewJob
from webapp.web.job_words import KIND_WORDS
from webapp.web.name_fields import name_field


class _RealDate(DateField):
    """A day that exists; what was typed instead is kept and named."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Write a date that exists, with day, month and year.")) from None


class NewJobForm(FlaskForm):
    """What has to be known of a job at the beginning; the rest waits on its settings page."""

    public_name = name_field(
        _l("Public name"), longest=120, missing=_l("Give the job a name that customers know.")
    )
    internal_name = name_field(_l("Internal name"), longest=60)
    kind = RadioField(
        _l("Kind of shoot"), choices=list(KIND_WORDS.items()), default=JobKind.SCHOOL.value
    )
    shot_on = _RealDate(_l("Date of the shoot"), validators=[Optional()])
    access_type = RadioField(
        _l("Access type"), choices=list(ACCESS_TYPES.items()), default=AccessType.PERSON.value
    )

    def validate_shot_on(self, field: DateField) -> None:
        """A sensible year; catches 20226 and 0026."""
        if field.data and not EARLIEST_DATE <= field.data <= LATEST_DATE:
            raise ValidationError(_l("Choose a date between the years 2000 and 2099."))

    def new_job(self) -> NewJob:
        """The job that is asked for; only after `validate()` has found nothing."""
        return NewJob(
            public_name=self.public_name.data,
            internal_name=self.internal_name.data,
            kind=JobKind(self.kind.data),
            shot_on=self.shot_on.data,
            access_type=AccessType(self.access_type.data),
        )

    def say_taken(self) -> None:
        """Another job has the internal name that was typed."""
        self.internal_name.errors = [
            _l("Another job has this internal name. Choose another one, or leave it empty.")
        ]
