"""Choosing the day of a look at a job's shop, and with whose codes it is seen (H1)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField
from wtforms.validators import Optional

from webapp import clock
from webapp.domain.archiving import is_in_range, local_day
from webapp.domain.day_pass import MIDDAY, DayPass, Holder, Occasion, instant_of, occasions
from webapp.models.job import Job
from webapp.queries.day_pass import Eye, eye_of, eye_of_customer, offered_eyes
from webapp.queries.visitors import PUBLIC
from webapp.web.day_fields import ClockField, DayField
from webapp.web.words import day as day_words
from webapp.web.words import day_in_row

_BETWEEN = ","
_OCCASIONS = {
    Occasion.TODAY: _l("Today"),
    Occasion.TOMORROW: _l("Tomorrow"),
    Occasion.LAST_DAY: _l("Archiving date"),
    Occasion.LAST_CHANCE: _l("Last day in the shop"),
    Occasion.AFTER_STOP: _l("Day after the stop"),
}


class DayPassForm(FlaskForm):
    """As whom, and on which day; `at_once`: the button of a day that is offered."""

    whom = SelectField(_l("Seen by"), validate_choice=False)
    day = DayField(_l("Day"), validators=[Optional()])
    time = ClockField(_l("Time (optional)"), validators=[Optional()])
    at_once = DayField(_l("Day"), validators=[Optional()])

    def __init__(self, job: Job, eyes: list[Eye], **given: Any) -> None:
        super().__init__(**given)
        self._job = job
        self.whom.choices = [SelectChoice(_value(eye), _words(eye)) for eye in eyes]
        self.instant: datetime | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, and whether clocks ever show that day and time."""
        super().validate(extra_validators)
        if eye_behind(self._job, self.whom.data) is None:
            self.whom.errors = [_l("This code opens nothing here. Choose another one.")]
        if not self.day.errors and not self.time.errors:
            self._read_instant()
        return not any(field.errors for field in self)

    def pass_for(self, holder: Holder, holder_id: str) -> DayPass:
        """The pass that was asked for; only after `validate()`. It begins when it is given."""
        eye = eye_behind(self._job, self.whom.data)
        if eye is None or self.instant is None:
            raise ValueError("the form was not validated")
        return DayPass(
            studio_id=self._job.studio_id,
            job_id=self._job.id,
            code_ids=eye.code_ids,
            at=self.instant,
            ends_at=clock.machine_now(),
            holder=holder,
            holder_id=holder_id,
        )

    def _read_instant(self) -> None:
        chosen: date | None = self.at_once.data or self.day.data
        first = local_day(self._job.created_at, self._job.studio.time_zone)
        if chosen is None or self.at_once.errors:
            self.day.errors = [_l("Choose a day.")]
        elif not is_in_range(chosen):
            self.day.errors = [_l("Choose a date between the years 2000 and 2099.")]
        elif chosen < first:
            sentence = _("The job was created on %(day)s. Choose that day or a later one.")
            self.day.errors = [sentence % {"day": day_words(first)}]
        else:
            self._read_time(chosen)

    def _read_time(self, chosen: date) -> None:
        self.instant = instant_of(chosen, self.time.data, self._job.studio.time_zone)
        if self.instant is None:
            self.time.errors = [
                _l("No clock shows this time on that day: it is left out. Choose another one.")
            ]


def day_pass_form(job: Job, before: DayPass | None = None) -> DayPassForm:
    """The form as it is first shown: the address names a code or a customer, or a look goes on."""
    eyes = _offered(job, before)
    if request.method == "POST":
        return DayPassForm(job, eyes)
    zone = job.studio.time_zone
    given: dict[str, Any] = {"day": local_day(clock.now(), zone)}
    if before:
        on_the_wall = before.at.astimezone(ZoneInfo(zone))
        time = on_the_wall.time()
        given = {"day": on_the_wall.date(), "time": time if time != MIDDAY else None}
    return DayPassForm(job, eyes, formdata=None, whom=_value(eyes[0]) if eyes else "", **given)


def days_offered(job: Job) -> list[tuple[str, str, str]]:
    """The days that a press away: the value, what day it is for the job, and its date."""
    today = local_day(clock.now(), job.studio.time_zone)
    return [
        (day.isoformat(), str(_OCCASIONS[occasion]), day_in_row(day, today=today))
        for occasion, day in occasions(job.archive_plan, today)
    ]


def eye_behind(job: Job, value: str | None) -> Eye | None:
    """Whose eyes a choice means; None: nobody's who sees this job."""
    if not value:
        return Eye((), "") if job.access_type == PUBLIC else None
    return eye_of(job.id, value.split(_BETWEEN))


def _offered(job: Job, before: DayPass | None) -> list[Eye]:
    """Whoever is meant first, then everybody for whom there is a code."""
    everybody = [Eye((), "")] if job.access_type == PUBLIC else []
    eyes = [*everybody, *offered_eyes(job.id)]
    meant = _meant(job, before)
    return eyes if meant is None else [meant, *(eye for eye in eyes if eye != meant)]


def _meant(job: Job, before: DayPass | None) -> Eye | None:
    if request.args.get("code"):
        return eye_of(job.id, [request.args["code"]])
    if request.args.get("customer"):
        return eye_of_customer(job.id, request.args["customer"])
    return eye_behind(job, _BETWEEN.join(before.code_ids)) if before else None


def _value(eye: Eye) -> str:
    return _BETWEEN.join(eye.code_ids)


def _words(eye: Eye) -> str:
    if not eye.code_ids:
        return str(_("Everybody, without a code"))
    return eye.who or str(_("Whole job"))
