"""What the studio asks the support: written from any page, answered here and by e-mail (H3)."""

from flask import Response, flash, g, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.job_list import page_number
from webapp.domain.support_requests import Context, State
from webapp.models.studio import Member
from webapp.models.support import SupportRequest
from webapp.queries.loading import job_of_studio
from webapp.queries.support_requests import picture_of, request_of_studio, requests_of_studio
from webapp.studio import help_notes
from webapp.studio.blueprint import bp
from webapp.studio.loading import or_404
from webapp.use_cases.submit_request import (
    Asked,
    Asker,
    slow_down_askers,
    submit_request,
    write_again,
)
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.message_words import moment
from webapp.web.page_links import page_links
from webapp.web.rendering import go_to, render
from webapp.web.request_form import (
    RequestForm,
    WordsForm,
    context_here,
    expect_pictures,
    with_pictures,
)
from webapp.web.request_words import (
    picture_answer,
    sent_words,
    state_for_asker,
    subject_words,
    thread,
)
from webapp.web.seen_pages import page_name
from webapp.web.waiting import wait_words, with_wait


@bp.get("/requests")
@policy.studio
def requests() -> Response:
    """All that members of the studio have asked, and where it stands."""
    asked = page_number(request.args.get("page", ""))
    rows, page = requests_of_studio(g.studio.id, asked=asked)
    now = clock.now()
    return render(
        "studio/requests.html",
        rows=[(each, subject_words(each), state_for_asker(each.state),
               moment(each.changed_at, g.studio.time_zone, now=now)) for each in rows],
        pages=page_links(page),
    )  # fmt: skip


@bp.get("/requests/new")
@policy.studio
def new_request() -> Response:
    """The form, with what the page before knew."""
    _member()
    return _form(RequestForm(formdata=None))


@bp.post("/requests/new")
@policy.studio
@with_pictures
def send_request() -> AnyResponse:
    """Send it to the support."""
    expect_pictures()
    form, member = RequestForm(), _member()
    if not form.validate():
        return _form(form, status=422)
    try:
        slow_down_askers(request.remote_addr, member.id, now=clock.machine_now())
    except TooManyAttempts as refused:
        form.form_errors.append(wait_words(refused))
        return with_wait(_form(form, status=429), refused)
    if not form.open_pictures():
        return _form(form, status=422)
    asker = Asker(member.name, member.email, str(get_locale()), member_id=member.id)
    asked = Asked(form.subject.data, form.words.data, form.enclosed, _context())
    request_id = submit_request(g.studio.id, asker, asked, now=clock.now())
    flash(sent_words(own_request(request_id)), "done")
    return go_to(url_for("studio.request_thread", request_id=request_id))


@bp.get("/requests/<id:request_id>")
@policy.studio
def request_thread(request_id: str) -> Response:
    """What was asked and answered."""
    return _thread(own_request(request_id), WordsForm(formdata=None))


@bp.post("/requests/<id:request_id>")
@policy.studio
@with_pictures
def write_to_request(request_id: str) -> AnyResponse:
    """Add something; the request is opened again."""
    expect_pictures()
    found, form, member = own_request(request_id), WordsForm(), _member()
    or_404(found.email or None)
    if not form.validate():
        return _thread(found, form, status=422)
    try:
        slow_down_askers(request.remote_addr, member.id, now=clock.machine_now())
    except TooManyAttempts as refused:
        form.form_errors.append(wait_words(refused))
        return with_wait(_thread(found, form, status=429), refused)
    if not form.open_pictures():
        return _thread(found, form, status=422)
    write_again(request_id, form.words.data, pictures=form.enclosed, now=clock.now())
    flash(_("What you wrote was sent."), "done")
    return go_to(url_for("studio.request_thread", request_id=request_id))


@bp.get("/requests/<id:request_id>/pictures/<id:picture_id>")
@policy.studio
def request_picture(request_id: str, picture_id: str) -> Response:
    """A picture that was sent with it."""
    return picture_answer(or_404(picture_of(own_request(request_id), picture_id)))


def own_request(request_id: str) -> SupportRequest:
    """What the studio's members asked; 404 for any other."""
    return or_404(request_of_studio(g.studio.id, request_id))


def _member() -> Member:
    """Who asks; 404 on behalf of a studio: the support does not write to itself."""
    found: Member | None = g.member
    return or_404(found)


def _context() -> Context:
    """What is known of the page; a job that is not the studio's own is left out."""
    found = context_here()
    if found.job_id and job_of_studio(g.studio.id, found.job_id) is None:
        return Context(page=found.page, note=found.note, request_id=found.request_id)
    return found


def _form(form: RequestForm, *, status: int = 200) -> Response:
    context = _context()
    job = job_of_studio(g.studio.id, context.job_id) if context.job_id else None
    note = help_notes.title_of(context.note) if help_notes.known(context.note) else ""
    return render(
        "studio/new_request.html",
        form=form,
        context=context,
        job=job,
        note=note,
        page_name=page_name(context.page),
        status=status,
    )


def _thread(found: SupportRequest, form: WordsForm, *, status: int = 200) -> Response:
    def picture_url(picture_id: str) -> str:
        return url_for("studio.request_picture", request_id=found.id, picture_id=picture_id)

    return render(
        "studio/request.html",
        asked=found,
        subject=subject_words(found),
        state=state_for_asker(found.state),
        written=thread(found, picture_url, zone=g.studio.time_zone, now=clock.now()),
        form=form if found.email and g.member else None,
        is_done=found.state == State.DONE,
        status=status,
    )
