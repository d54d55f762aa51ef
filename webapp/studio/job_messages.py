"""The Messages tab of a job, and 'Send now' for customers who were never told (C7, C9)."""

from datetime import datetime

from flask import Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.job_list import page_number
from webapp.models.job import Job
from webapp.queries.announcing import Announcement, announcement
from webapp.queries.messages import Scope
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.message_list import message_list
from webapp.use_cases.send_now import CustomersHaveChangedError, send_now
from webapp.web import policy
from webapp.web.rendering import go_to, render, wants_part
from webapp.web.words import day_in_row, number, quoted, time_of_day


@bp.get("/jobs/<id:job_id>/messages")
@policy.studio
def job_messages(job_id: str) -> Response:
    """The job's messages; for htmx the list alone."""
    job, now = own_job(job_id), clock.now()
    untold = Announcement() if wants_part() else announcement(job, now=now)
    return render(
        "studio/job_messages.html",
        job=job,
        job_page=job_page(job, "messages"),
        untold=_customers(untold.customers) if untold.customers else "",
        untold_number=untold.customers,
        without_profile_url=_settings_url(job),
        **message_list(Scope(g.studio.id, job.id), g.studio, now=now),
    )


@bp.get("/jobs/<id:job_id>/messages/announcement")
@policy.studio
def announcing(job_id: str) -> Response:
    """The window that says who will be told and when; nothing is planned yet."""
    job, now = own_job(job_id), clock.now()
    return _window(job, announcement(job, now=now), now=now)


@bp.post("/jobs/<id:job_id>/messages/announcement")
@policy.studio
@policy.on_behalf
def announce(job_id: str) -> AnyResponse:
    """Plan what the window said; it asks again if the customers are not the same number."""
    job, now = own_job(job_id), clock.now()
    expected = request.form.get("customers", "")
    if not expected.isdecimal():
        abort(400)
    try:
        told = send_now(g.studio.id, job.id, expected=page_number(expected), by=actor(), now=now)
    except CustomersHaveChangedError:
        return _window(job, announcement(own_job(job_id), now=now), now=now, status=409)
    flash(
        _(
            "%(customers)s: the message goes out %(when)s.",
            customers=_customers(told.customers),
            when=_when(told, job, now=now),
        ),
        "done",
    )
    return go_to(url_for("studio.job_messages", job_id=job.id))


def _settings_url(job: Job) -> str:
    """Where a profile is chosen; '' for a job that has one."""
    return "" if job.communication_profile_id else url_for("studio.job_settings", job_id=job.id)


def _window(job: Job, found: Announcement, *, now: datetime, status: int = 200) -> Response:
    return render(
        "studio/announcing.html",
        status=status,
        job=job,
        job_page=job_page(job, "messages"),
        title=_("Tell customers of %(job)s now?", job=quoted(job.public_name)),
        number=found.customers,
        customers=_customers(found.customers),
        when=_when(found, job, now=now),
        has_changed=status == 409,  # noqa: PLR2004 - the number has changed
    )


def _customers(count: int) -> str:
    told = ngettext("%(shown)s customer", "%(shown)s customers", count, shown=number(count))
    return str(told)


def _when(found: Announcement, job: Job, *, now: datetime) -> str:
    """'at once', 'tomorrow at 09:00', 'on Thu 26 Nov at 09:00': nothing goes out at night (C8)."""
    at, zone = found.goes_out_at, job.studio.time_zone
    if at is None or at <= now:
        return str(_("at once"))
    day, today = local_day(at, zone), local_day(now, zone)
    clock_time = time_of_day(at, zone)
    if day == today:
        return str(_("today at %(time)s", time=clock_time))
    if (day - today).days == 1:
        return str(_("tomorrow at %(time)s", time=clock_time))
    return str(_("on %(day)s at %(time)s", day=day_in_row(day, today=today), time=clock_time))
