"""Who asked for more time, as a job shows it, and declining it with a few words (H3)."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import TextAreaField

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.more_time import MOST_WORDS
from webapp.domain.names import cleaned
from webapp.domain.settings import SellUntil
from webapp.domain.status import Status
from webapp.models.job import Job
from webapp.models.late import MoreTimeRequest
from webapp.queries.codes import codes_of
from webapp.queries.more_time import question_of_job, waiting
from webapp.queries.reopenings import OpenAgain, holder, open_again
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import or_404, own_job
from webapp.use_cases.answer_more_time import NotWaitingError, decline
from webapp.web import errors, policy
from webapp.web.name_fields import AtMost
from webapp.web.rendering import go_to, render
from webapp.web.words import day_in_row


class DeclineForm(FlaskForm):
    """What the studio adds to its answer."""

    words = TextAreaField(
        _l("Your words in the e-mail (optional)"),
        filters=[cleaned],
        validators=[AtMost(MOST_WORDS)],
    )


@dataclass(frozen=True)
class WaitingView:
    """Who waits for an answer; `open_url` is '' where no code says for whom to open it."""

    name: str
    email: str
    words: str
    who: str
    day: str
    is_person: bool
    open_url: str
    decline_url: str


@dataclass(frozen=True)
class OpenView:
    """A code for which the job is open again."""

    who: str
    until: str
    move_url: str
    end_url: str


@dataclass(frozen=True)
class Holder:
    """Somebody to choose from: a code, and whose pictures it opens; many may have an album's."""

    code_id: str
    who: str
    is_person: bool


@dataclass(frozen=True)
class Panel:
    """What the pages of a job show of it; nothing where nobody waits and nothing is open.

    `is_empty`: the job has no photos, so opening it shows nothing.
    """

    waiting: list[WaitingView]
    open_again: list[OpenView]
    sell_url: str
    is_empty: bool


def more_time_panel(job: Job, *, now: datetime) -> Panel:
    """Who waits for an answer, and for whom the job is open again."""
    zone = job.studio.time_zone
    today = local_day(now, zone)
    is_empty = not job.photo_count
    may_open = job.status == Status.ARCHIVED and not is_empty
    return Panel(
        waiting=[
            _waiting(each, day_in_row(local_day(each.created_at, zone), today=today), may_open)
            for each in waiting(job.id)
        ],
        open_again=[
            _open(each, job, day_in_row(each.until, today=today)) for each in open_again(job.id)
        ],
        sell_url=url_for(
            "studio.confirmation",
            job_id=job.id,
            status=Status.SELLING.value,
            sell_until=SellUntil.NEW_DATE.value,
        ),
        is_empty=is_empty,
    )


def holders_of(job: Job) -> list[Holder]:
    """Who can be let in again: the holders of valid codes, while the job is archived."""
    if job.status != Status.ARCHIVED:
        return []
    return [
        Holder(
            code.id,
            " · ".join(filter(None, (code.person, code.album))) or _("Whole job"),
            is_person=code.person_id is not None,
        )
        for code in codes_of(job.id)
        if not code.is_revoked
    ]


@bp.get("/jobs/<id:job_id>/more-time/<id:request_id>/decline")
@policy.studio
def declining(job_id: str, request_id: str) -> AnyResponse:
    """Who is told what; nothing is stored yet."""
    job = own_job(job_id)
    asked = _own_question(job, request_id)
    if asked.state != "open":
        return _answered()
    return _window(job, asked, DeclineForm(formdata=None))


@bp.post("/jobs/<id:job_id>/more-time/<id:request_id>/decline")
@policy.studio
@policy.on_behalf
def save_decline(job_id: str, request_id: str) -> AnyResponse:
    """Decline it, and tell who asked; 409 when it was answered meanwhile."""
    job, form = own_job(job_id), DeclineForm()
    asked = _own_question(job, request_id)
    if not form.validate():
        return _window(job, asked, form, status=422)
    words = form.words.data or ""
    try:
        decline(job.studio_id, job.id, asked.id, words, by=actor(), now=clock.now())
    except NotWaitingError:
        return _answered()
    flash(_("Declined. The answer is on its way by e-mail."), "done")
    return go_to(url_for("studio.job_overview", job_id=job_id))


def _own_question(job: Job, request_id: str) -> MoreTimeRequest:
    return or_404(question_of_job(job.id, request_id))


def _answered() -> AnyResponse:
    return errors.page(
        409, _("This was answered meanwhile"), _("Nothing was stored, nobody was written to.")
    )


def _window(job: Job, asked: MoreTimeRequest, form: DeclineForm, *, status: int = 200) -> Response:
    return render(
        "studio/declining.html",
        status=status,
        job=job,
        asked=asked,
        form=form,
        title=_("Decline more time for %(name)s?", name=asked.name),
        job_page=job_page(job, "overview"),
    )


def _waiting(asked: MoreTimeRequest, day: str, may_open: bool) -> WaitingView:
    code, job_id = asked.access_code, asked.job_id
    open_url = ""
    if may_open and code is not None and code.revoked_at is None:
        open_url = url_for("studio.reopening", job_id=job_id, code_id=code.id)
    return WaitingView(
        name=asked.name,
        email=asked.email,
        words=asked.words,
        who=holder(code) if code else "",
        day=day,
        is_person=code is not None and code.person_id is not None,
        open_url=open_url,
        decline_url=url_for("studio.declining", job_id=job_id, request_id=asked.id),
    )


def _open(each: OpenAgain, job: Job, until: str) -> OpenView:
    return OpenView(
        who=each.who or str(_("Whole job")),
        until=until,
        move_url=url_for("studio.reopening", job_id=job.id, code_id=each.code_id),
        end_url=url_for("studio.reopening_end", job_id=job.id, code_id=each.code_id),
    )
