"""The note that a shoot is archived, with its way to ask the studio for more time (A7, H3)."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.queries.late_visits import is_counted
from webapp.queries.more_time import last_asked
from webapp.queries.reopenings import open_again_until
from webapp.shop.more_time_form import MoreTimeForm, empty_form
from webapp.shop.shoots import archived_on, whose
from webapp.shop.visitor import (
    OpenedJob,
    bp,
    guest,
    let_in,
    now,
    opened_job,
    studio,
    studio_id,
    visitor_id,
)
from webapp.shop.waiting import wait_words, with_wait
from webapp.use_cases.ask_for_more_time import NothingToAskFor, ask_for_more_time
from webapp.use_cases.note_late_visit import note_visit
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.rendering import go_to, render


def archived(opened: OpenedJob, form: MoreTimeForm | None = None, *, status: int = 200) -> Response:
    """The note; `form` as it was sent, with what is wrong in it."""
    job, here = opened.job, visitor_id()
    return render(
        "shop/archived.html",
        job=job,
        who=whose(opened.opened, 0),
        archived_on=archived_on(job),
        open_until=open_again_until(here, now=now()).get(job.id) if here else None,
        form=form or empty_form(guest()),
        asked=last_asked(job.id, here),
        zone=studio().time_zone,
        counts=_is_to_be_counted(job.id),
        status=status,
    )


@bp.get("/jobs/<id:job_id>/more-time")
@policy.shop
def more_time(job_id: str) -> AnyResponse:
    """The form stands on the shoot's own page."""
    return go_to(url_for("shop.job", job_id=opened_job(job_id).job.id))


@bp.post("/jobs/<id:job_id>/more-time")
@policy.shop
def ask_more_time(job_id: str) -> AnyResponse:
    """Tell the studio who would like to order after all (H3)."""
    opened, form = opened_job(job_id), MoreTimeForm()
    if not opened.standing.is_greyed_out:
        return go_to(url_for("shop.job", job_id=job_id))
    if not form.validate():
        return archived(opened, form, status=422)
    try:
        token = ask_for_more_time(
            studio_id(),
            job_id,
            form.question,
            visitor_id=visitor_id(),
            network=request.remote_addr,
            now=now(),
            machine_now=clock.machine_now(),
        )
    except TooManyAttempts as refused:
        form.email.errors = [wait_words(refused)]
        return with_wait(archived(opened, form, status=429), refused)
    except NothingToAskFor:
        return go_to(url_for("shop.job", job_id=job_id))
    let_in(token)
    return go_to(url_for("shop.job", job_id=job_id))


@bp.post("/jobs/<id:job_id>/visit")
@policy.shop
def visit(job_id: str) -> Response:
    """The note says that it was shown: a visit after archiving."""
    note_visit(studio_id(), opened_job(job_id).job.id, visitor_id=visitor_id(), now=now())
    return Response(status=204)


def _is_to_be_counted(job_id: str) -> bool:
    """A browser that is known, and was not counted today."""
    here, today = visitor_id(), local_day(now(), studio().time_zone)
    return here is not None and not is_counted(job_id, here, today)
