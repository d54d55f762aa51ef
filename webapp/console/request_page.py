"""One request: all that was written, what the page knew, and what support does with it (H3)."""

from flask import Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console.blueprint import bp
from webapp.console.links import offered
from webapp.console.request_forms import AnswerForm, NoteForm
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
from webapp.web.language import own_names
from webapp.web.rendering import go_to, render
from webapp.web.request_words import picture_answer, state_for_staff, subject_words, thread

_MOST_DIGITS = 9


@bp.get("/requests/<id:request_id>")
@policy.console("answer")
def request_page(request_id: str) -> Response:
    """The request as it stands."""
    return _page(_found(request_id))


@bp.post("/requests/<id:request_id>/insert")
@policy.console("answer")
def insert_answer(request_id: str) -> Response:
    """Put a prepared answer into the field, below what is typed; nothing is stored."""
    found, form = _found(request_id), AnswerForm()
    chosen = canned_answer(request.form.get("canned", ""))
    if chosen is not None:
        form.insert(chosen)
    return _page(found, answer=form, version=_posted("version"), seen=_posted("seen"))


@bp.post("/requests/<id:request_id>/answer")
@policy.console("answer")
def send_answer(request_id: str) -> AnyResponse:
    """Answer by e-mail; refused when somebody has answered or asked meanwhile."""
    found, form = _found(request_id), AnswerForm()
    if not form.validate():
        version, seen = _posted("version"), _posted("seen")
        return _page(found, answer=form, version=version, seen=seen, status=422)
    try:
        answer_request(
            request_id,
            form.answer.data,
            version=_posted("version"),
            is_done=form.done.data,
            by=g.staff,
            now=clock.now(),
        )
    except ChangedMeanwhileError:
        return _changed(request_id, answer=form)
    flash(_("The answer is on its way."), "done")
    return _back(request_id)


@bp.post("/requests/<id:request_id>/note")
@policy.console("answer")
def note_on(request_id: str) -> AnyResponse:
    """A note for colleagues: never mailed, never shown to who asked."""
    found, form = _found(request_id), NoteForm()
    if not form.validate():
        return _page(found, note=form, status=422)
    note_on_request(request_id, form.note.data, by=g.staff, now=clock.now())
    return _back(request_id)


@bp.post("/requests/<id:request_id>/assignment")
@policy.console("answer")
def assign(request_id: str) -> AnyResponse:
    """Take it on, give it to a colleague, or to nobody."""
    _found(request_id)
    chosen = request.form.get("staff", "")
    if chosen and chosen not in {each.id for each in staff_who_answer()}:
        abort(404)
    try:
        assign_request(
            request_id, chosen or None, version=_posted("version"), now=clock.now()
        )  # fmt: skip
    except ChangedMeanwhileError:
        return _changed(request_id)
    return _back(request_id)


@bp.post("/requests/<id:request_id>/state")
@policy.console("answer")
def settle(request_id: str) -> AnyResponse:
    """Done without a further answer, or to be seen to again."""
    _found(request_id)
    is_done = request.form.get("state") == State.DONE
    try:
        settle_request(
            request_id, is_done=is_done, version=_posted("version"), now=clock.now()
        )  # fmt: skip
    except ChangedMeanwhileError:
        return _changed(request_id)
    return _back(request_id)


@bp.get("/requests/<id:request_id>/pictures/<id:picture_id>")
@policy.console("answer")
def request_picture(request_id: str, picture_id: str) -> Response:
    """A picture that came with it."""
    return picture_answer(picture_of(_found(request_id), picture_id) or abort(404))


def _found(request_id: str) -> SupportRequest:
    return request_by_id(request_id) or abort(404)


def _posted(name: str) -> int:
    """A number that the page sent with its form; 0: none, which is of no request."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0


def _back(request_id: str) -> AnyResponse:
    return go_to(url_for("console.request_page", request_id=request_id))


def _changed(request_id: str, answer: AnswerForm | None = None) -> Response:
    """What was written meanwhile, with what is typed in its place: the next press sends it."""
    return _page(
        _found(request_id), answer=answer, seen=_posted("seen"), is_changed=True, status=409
    )


def _page(
    found: SupportRequest,
    *,
    answer: FlaskForm | None = None,
    note: FlaskForm | None = None,
    version: int | None = None,
    seen: int | None = None,
    is_changed: bool = False,
    status: int = 200,
) -> Response:
    """`version` and `seen`: what whoever types has looked at; None: as it is now."""

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
                       seen=seen if is_changed else None, mails=mails_of(found)),
        is_changed=is_changed,
        is_done=found.state == State.DONE,
        version=found.version if version is None else version,
        seen=seen if seen and not is_changed else len(found.messages),
        answer=answer or AnswerForm(formdata=None),
        note=note or NoteForm(formdata=None),
        colleagues=staff_who_answer(),
        prepared=sorted(canned_answers(), key=lambda each: each.language != found.language),
        job=job,
        studio_url=offered("console.studio", studio_id=found.studio_id),
        job_url=offered("console.job", job_id=job.id) if job else "",
        customer_url=offered("console.customer", customer_id=found.customer_id)
        if found.customer_id
        else "",
        search_url=offered("console.search", q=found.email) if found.email else "",
        language=own_names().get(found.language, found.language),
        status=status,
        whole=True,
    )  # fmt: skip
