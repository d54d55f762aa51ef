"""One request: all that was written, what the page knew, and what support does with it (H3).

The page is one form with several buttons, so that no button loses what is typed for another.
"""

from flask import Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console.blueprint import bp
from webapp.console.links import offered
from webapp.console.request_forms import Typed
from webapp.console.request_place import place_of
from webapp.domain.languages import LANGUAGES
from webapp.domain.support_requests import State
from webapp.models.support import SupportRequest
from webapp.queries.loading import any_job
from webapp.queries.request_mails import mails_of
from webapp.queries.support_requests import (
    canned_answer,
    canned_answers,
    picture_of,
    request_by_id,
    staff_who_answer,
)
from webapp.use_cases.answer_request import answer_request
from webapp.use_cases.holding_request import ChangedMeanwhileError
from webapp.use_cases.note_on_request import note_on_request
from webapp.use_cases.take_on_request import assign_request, settle_request
from webapp.web import policy
from webapp.web.language_names import spoken_name
from webapp.web.rendering import go_to, render
from webapp.web.request_words import picture_answer, state_for_staff, subject_words, thread


@bp.get("/requests/<id:request_id>")
@policy.console("answer")
def request_page(request_id: str) -> Response:
    """The request as it stands."""
    return _page(_found(request_id), Typed.nothing())


@bp.post("/requests/<id:request_id>/insert")
@policy.console("answer")
def insert_answer(request_id: str) -> Response:
    """Put a prepared answer into the field, below what is typed; nothing is stored."""
    found, typed = _found(request_id), Typed.sent()
    chosen = canned_answer(typed.canned)
    if chosen is not None:
        typed.answer.insert(chosen)
    return _page(found, typed)


@bp.post("/requests/<id:request_id>/answer")
@policy.console("answer")
def send_answer(request_id: str) -> AnyResponse:
    """Answer by e-mail; refused when somebody has answered or asked meanwhile."""
    found, typed = _found(request_id), Typed.sent()
    if not typed.answer.validate():
        return _page(found, typed, status=422)
    try:
        answer_request(
            request_id,
            typed.answer.answer.data,
            version=typed.version or 0,
            is_done=typed.answer.done.data,
            by=g.staff,
            now=clock.now(),
        )
    except ChangedMeanwhileError:
        return _changed(request_id, typed)
    typed.forget_answer()
    flash(_("The answer is on its way."), "done")
    return _go_on(request_id, typed)


@bp.post("/requests/<id:request_id>/note")
@policy.console("answer")
def note_on(request_id: str) -> AnyResponse:
    """A note for colleagues: never mailed, never shown to who asked."""
    found, typed = _found(request_id), Typed.sent()
    if not typed.note.validate():
        return _page(found, typed, status=422)
    is_as_seen = found.version == typed.version
    note_on_request(request_id, typed.note.note.data, by=g.staff, now=clock.now())
    typed.forget_note()
    return _go_on(request_id, typed, is_as_seen=is_as_seen)


@bp.post("/requests/<id:request_id>/assignment")
@policy.console("answer")
def assign(request_id: str) -> AnyResponse:
    """Take it on (`mine`), give it to a colleague, or to nobody."""
    _found(request_id)
    typed = Typed.sent()
    chosen = g.staff.id if "mine" in request.form else request.form.get("staff", "")
    if chosen and chosen not in {each.id for each in staff_who_answer()}:
        abort(404)
    try:
        assign_request(request_id, chosen or None, version=typed.version or 0, now=clock.now())
    except ChangedMeanwhileError:
        return _changed(request_id, typed)
    return _go_on(request_id, typed)


@bp.post("/requests/<id:request_id>/state")
@policy.console("answer")
def settle(request_id: str) -> AnyResponse:
    """Done without a further answer, or to be seen to again."""
    _found(request_id)
    typed, is_done = Typed.sent(), request.form.get("state") == State.DONE
    try:
        settle_request(request_id, is_done=is_done, version=typed.version or 0, now=clock.now())
    except ChangedMeanwhileError:
        return _changed(request_id, typed)
    return _go_on(request_id, typed)


@bp.get("/requests/<id:request_id>/pictures/<id:picture_id>")
@policy.console("answer")
def request_picture(request_id: str, picture_id: str) -> Response:
    """A picture that came with it."""
    return picture_answer(picture_of(_found(request_id), picture_id) or abort(404))


def _found(request_id: str) -> SupportRequest:
    return request_by_id(request_id) or abort(404)


def _go_on(request_id: str, typed: Typed, *, is_as_seen: bool = True) -> AnyResponse:
    """What was pressed is done: back to the page, with what is typed for another button.

    Where something else has happened meanwhile, an answer is still refused until that is shown.
    """
    if typed.is_empty:
        return go_to(url_for("console.request_page", request_id=request_id))
    if is_as_seen:
        typed.version = typed.seen = None
    return _page(_found(request_id), typed)


def _changed(request_id: str, typed: Typed) -> Response:
    """What was written meanwhile, with what is typed in its place: the next press sends it."""
    typed.version = None
    return _page(_found(request_id), typed, is_changed=True, status=409)


def _page(
    found: SupportRequest, typed: Typed, *, is_changed: bool = False, status: int = 200
) -> Response:
    def picture_url(picture_id: str) -> str:
        return url_for("console.request_picture", request_id=found.id, picture_id=picture_id)

    zone, now = found.studio.time_zone, clock.now()
    job = any_job(found.job_id) if found.job_id else None
    return render(
        "console/request.html",
        asked=found,
        subject=subject_words(found),
        state=state_for_staff(found.state),
        written=thread(found, picture_url, zone=zone, now=now, for_staff=True,
                       seen=typed.seen if is_changed else None, mails=mails_of(found)),
        is_changed=is_changed,
        is_done=found.state == State.DONE,
        version=found.version if typed.version is None else typed.version,
        seen=typed.seen if typed.seen and not is_changed else len(found.messages),
        answer=typed.answer,
        note=typed.note,
        chosen=typed.canned,
        colleagues=staff_who_answer(),
        prepared=sorted(canned_answers(), key=lambda each: each.language != found.language),
        job=job,
        place=place_of(found),
        studio_url=offered("console.studio", studio_id=found.studio_id),
        job_url=offered("console.job", job_id=job.id) if job else "",
        customer_url=offered("console.customer", customer_id=found.customer_id)
        if found.customer_id
        else "",
        search_url=offered("console.search", q=found.email) if found.email else "",
        language=spoken_name(found.language),
        names={each: spoken_name(each) for each in LANGUAGES},
        status=status,
        whole=True,
    )  # fmt: skip
