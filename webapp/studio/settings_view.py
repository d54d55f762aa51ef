"""What the settings page and its windows show beside the form."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from webapp import clock
from webapp.domain.archiving import ArchivePlan, Delay, is_in_range, local_day
from webapp.domain.saving import SavePlan
from webapp.domain.settings import JobSettings, differences
from webapp.domain.status import IllegalMoveError, Status
from webapp.models.job import Job
from webapp.queries.codes import codes_that_open
from webapp.queries.settings_page import reminded, stored_settings
from webapp.studio import archiving_sentence
from webapp.studio.archiving_sentence import Sentence
from webapp.studio.job_shell import job_page
from webapp.studio.profile_hint import profile_hint
from webapp.studio.settings_form import SettingsForm, form_data
from webapp.web.rendering import render
from webapp.web.setting_words import ACCESS_HINTS, STATUS, field_words, value_words


@dataclass(frozen=True)
class Versions:
    """One field that differs: what is stored now, and what was about to be saved (S7)."""

    field: str
    stored: str
    yours: str


def show(job: Job, form: SettingsForm, *, status: int = 200) -> Response:
    """The settings page with this form, its live sentence and its hints."""
    return render(
        "studio/job_settings.html",
        status=status,
        whole=True,
        job=job,
        form=form,
        stored=form_data(stored_settings(job)),
        sentence=sentence_for(job, form),
        access_hints=_access_hints(job),
        hint=profile_hint(job, form.communication_profile.data),
        **shell(job),
    )


def shell(job: Job) -> dict[str, Any]:
    """The head and the tabs of the job, with Settings as the current one."""
    return {"job_page": job_page(job, "settings")}


def as_chosen(given: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was chosen on the page or in the window: there a new date stands for the old one."""
    chosen = MultiDict(given)
    if "new_archiving_date" in chosen:
        chosen["archiving_date"] = chosen.pop("new_archiving_date")
    return chosen


def sentence_for(job: Job, form: SettingsForm) -> Sentence:
    """The live sentence for what stands in the form (A3)."""
    if not form.archiving.data:
        return archiving_sentence.without_archiving()
    day = form.archiving_date.data
    if day is None or not is_in_range(day) or not _is_delay(form.archiving_delay.data):
        return archiving_sentence.without_date()
    delay = Delay(form.archiving_delay.data)
    plan = ArchivePlan(day, delay, job.studio.time_zone)
    return _sentence(job, plan, form.communication_profile.data or None)


def sentence_for_date(job: Job, plan: SavePlan, new_date: date | None) -> Sentence:
    """What another archiving date would mean, for the decision in the window (R2)."""
    if new_date is None or not is_in_range(new_date):
        return archiving_sentence.without_date()
    new = ArchivePlan(new_date, plan.settings.archiving_delay, job.studio.time_zone)
    return _sentence(job, new, plan.settings.communication_profile_id)


def both_versions(job: Job, wanted: JobSettings) -> list[Versions]:
    """Every field in which the stored settings and the staged ones differ, in words (S7)."""
    return [
        Versions(
            field_words(each.field),
            value_words(each.field, each.before),
            value_words(each.field, each.after),
        )
        for each in differences(stored_settings(job), wanted)
    ]


def illegal_move_words(error: IllegalMoveError) -> str:
    """Why a move is refused, and what is possible instead (S2)."""
    return str(
        _(
            "A job that is ‘%(current)s’ cannot become ‘%(wanted)s’. It can become: %(possible)s.",
            current=STATUS[error.current.value],
            wanted=STATUS[error.wanted.value],
            possible=", ".join(str(STATUS[move.value]) for move in error.current.moves),
        )
    )


def _sentence(job: Job, plan: ArchivePlan, profile_id: str | None) -> Sentence:
    today = local_day(clock.now(), job.studio.time_zone)
    customers = reminded(job, profile_id, days_left=plan.days_left(today))
    is_on_sale = Status(job.status) is Status.SELLING
    return archiving_sentence.sentence(plan, today=today, reminded=customers, is_on_sale=is_on_sale)


def _is_delay(value: str | None) -> bool:
    return value in {each.value for each in Delay}


def _access_hints(job: Job) -> dict[str, str]:
    codes = codes_that_open(job.id)
    issued = ngettext("%(num)s code so far.", "%(num)s codes so far.", codes) if codes else ""
    hints = {name: str(hint) for name, hint in ACCESS_HINTS.items()}
    hints[job.access_type] = f"{hints[job.access_type]} {issued}".strip()
    return hints
