"""The note that a shoot is archived, with its way to ask the studio for more time (A7, H3)."""

from flask import Response, abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.queries.gone_pictures import are_gone
from webapp.queries.late_visits import is_counted
from webapp.queries.more_time import last_asked
from webapp.queries.visitors import OpenedKey
from webapp.shop.gone import gone
from webapp.shop.more_time_form import MoreTimeForm, empty_form
from webapp.shop.shoots import archived_on, whose
from webapp.shop.visitor import (
    OpenedJob,
    bp,
    ended_reopenings,
    guest,
    let_in,
    now,
    opened_job,
    studio,
    studio_id,
    visitor_id,
)
from webapp.use_cases.ask_for_more_time import NothingToAskFor, ask_for_more_time
from webapp.use_cases.note_late_visit import note_visit
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.waiting import wait_words, with_wait


def archived(
    opened: OpenedJob,
    form: MoreTimeForm | None = None,
    *,
    asked_for: OpenedKey | None = None,
    status: int = 200,
) -> Response:
    """The note; `form` as it was sent, with what is wrong in it. `asked_for`: the code it is of."""
    job, here = opened.job, visitor_id()
    first = asked_for or next(iter(opened.archived), None)
    return render(
        "shop/archived.html",
        job=job,
        who=whose([asked_for] if asked_for else opened.opened, 0),
        asked_for=asked_for.code_id if asked_for else None,
        archived_on=archived_on(job),
        open_until=ended_reopenings().get(job.id),
        form=form or empty_form(guest()),
        asked=last_asked(job.id, here, code_id=first.code_id if first else None),
        zone=studio().time_zone,
        counts=opened.standing.is_greyed_out and _is_to_be_counted(job.id),
        status=status,
    )


@bp.get("/jobs/<id:job_id>/more-time")
@policy.shop
def more_time(job_id: str) -> AnyResponse:
    """The form stands on the shoot's own page; here for a code that is archived beside others."""
    opened = opened_job(job_id)
    asked_for = _asked_for(opened, request.args.get("code", ""))
    if asked_for is None or opened.standing.is_greyed_out or asked_for not in opened.archived:
        return go_to(url_for("shop.job", job_id=job_id))
    if are_gone(job_id, [asked_for.key]):
        return gone(opened, of=asked_for)
    return archived(opened, asked_for=asked_for)


@bp.post("/jobs/<id:job_id>/more-time")
@policy.shop
def ask_more_time(job_id: str) -> AnyResponse:
    """Tell the studio who would like to order after all (H3)."""
    opened, form = opened_job(job_id), MoreTimeForm()
    asked_for = _asked_for(opened, request.form.get("code", ""))
    back = _page_of(job_id, asked_for)
    if not (asked_for in opened.archived if asked_for else opened.standing.is_greyed_out):
        return go_to(back)
    if are_gone(job_id, [asked_for.key] if asked_for else opened.keys):
        return go_to(back)
    if not form.validate():
        return archived(opened, form, asked_for=asked_for, status=422)
    try:
        token = ask_for_more_time(
            studio_id(),
            job_id,
            form.question,
            code_id=asked_for.code_id if asked_for else None,
            visitor_id=visitor_id(),
            network=request.remote_addr,
            now=now(),
            machine_now=clock.machine_now(),
        )
    except TooManyAttempts as refused:
        form.email.errors = [wait_words(refused)]
        return with_wait(archived(opened, form, asked_for=asked_for, status=429), refused)
    except NothingToAskFor:
        return go_to(back)
    let_in(token)
    return go_to(back)


@bp.post("/jobs/<id:job_id>/visit")
@policy.shop
def visit(job_id: str) -> Response:
    """The note says that it was shown: a visit after archiving."""
    note_visit(studio_id(), opened_job(job_id).job.id, visitor_id=visitor_id(), now=now())
    return Response(status=204)


def _asked_for(opened: OpenedJob, typed: str) -> OpenedKey | None:
    """The code of this visitor that is asked for; None: no certain one. 404 for any other's."""
    if not typed:
        return None
    found = next((each for each in opened.opened if each.job_id and each.code_id == typed), None)
    return found or abort(404)


def _page_of(job_id: str, asked_for: OpenedKey | None) -> str:
    """Where the form stands."""
    if asked_for is None:
        return url_for("shop.job", job_id=job_id)
    return url_for("shop.more_time", job_id=job_id, code=asked_for.code_id)


def _is_to_be_counted(job_id: str) -> bool:
    """A browser that is known, and was not counted today."""
    here, today = visitor_id(), local_day(now(), studio().time_zone)
    return here is not None and not is_counted(job_id, here, today)
