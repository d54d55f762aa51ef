"""The form for a new job."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField
from wtforms.validators import Optional, ValidationError

from webapp.domain.archiving import EARLIEST_DATE, LATEST_DATE
from webapp.domain.job_kinds import JobKind
from webapp.domain.settings import AccessType
from webapp.studio.settings_form import choices_of
from webapp.use_cases.create_job import NewJob
from webapp.web.day_fields import DayField
from webapp.web.job_words import KIND_WORDS
from webapp.web.name_fields import name_field
from webapp.web.setting_words import ACCESS_TYPES


class NewJobForm(FlaskForm):
    """What has to be known of a job at the beginning; the rest waits on its settings page."""

    public_name = name_field(
        _l("Public name"), longest=120, missing=_l("Give the job a name that customers know.")
    )
    internal_name = name_field(_l("Internal name"), longest=60)
    kind = RadioField(
        _l("Kind of shoot"), choices=choices_of(KIND_WORDS), default=JobKind.SCHOOL.value
    )
    shot_on = DayField(_l("Date of the shoot"), validators=[Optional()])
    access_type = RadioField(
        _l("Access type"), choices=choices_of(ACCESS_TYPES), default=AccessType.PERSON.value
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
