"""A visitor asks the support: from any page of the shop, without an account (H3)."""

from typing import Any

from flask import Response, abort, flash, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.support_requests import Context, State
from webapp.models import sealing
from webapp.models.job import Job
from webapp.models.support import SupportRequest
from webapp.queries import gallery, visitors
from webapp.queries.support_requests import picture_of, request_behind
from webapp.shop.visitor import bp, guest, now, studio, studio_id, visitor_id
from webapp.use_cases import links
from webapp.use_cases.submit_request import (
    Asked,
    Asker,
    slow_down_askers,
    submit_request,
    write_again,
)
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.request_form import (
    VisitorRequestForm,
    WordsForm,
    context_here,
    expect_pictures,
    with_pictures,
)
from webapp.web.request_words import picture_answer, sent_words, state_for_asker, thread
from webapp.web.waiting import wait_words, with_wait


@bp.get("/requests/new")
@policy.shop
def new_request() -> Response:
    """The form; name and address are those that this browser gave before."""
    here = guest()
    known: dict[str, Any] = {"email": here.email, "name": here.name} if here else {}
    return _form(VisitorRequestForm(formdata=None, **known))


@bp.post("/requests/new")
@policy.shop
@with_pictures
def send_request() -> AnyResponse:
    """Send it to the support; the answer goes to the address that was typed."""
    expect_pictures()
    form = VisitorRequestForm()
    if not form.validate():
        return _form(form, status=422)
    try:
        slow_down_askers(request.remote_addr, form.email.data, now=clock.machine_now())
    except TooManyAttempts as refused:
        form.form_errors.append(wait_words(refused))
        return with_wait(_form(form, status=429), refused)
    if not form.open_pictures():
        return _form(form, status=422)
    asker = Asker(
        form.name.data, form.email.data, str(get_locale()), visitor_id=visitor_id()
    )  # fmt: skip
    context, _job = _context()
    asked = Asked(form.subject.data, form.words.data, form.enclosed, context)
    link = _link_of(submit_request(studio_id(), asker, asked, now=now()))
    flash(sent_words(_own(link)), "done")
    return go_to(url_for("shop.request_thread", link=link))


@bp.get("/requests/<signed:link>")
@policy.shop
def request_thread(link: str) -> Response:
    """What was asked and answered, behind the link of the mails."""
    return _thread(_own(link), link, WordsForm(formdata=None))


@bp.post("/requests/<signed:link>")
@policy.shop
@with_pictures
def write_to_request(link: str) -> AnyResponse:
    """Add something; the request is opened again."""
    expect_pictures()
    found, form = _own(link), WordsForm()
    if not form.validate():
        return _thread(found, link, form, status=422)
    try:
        slow_down_askers(request.remote_addr, found.email, now=clock.machine_now())
    except TooManyAttempts as refused:
        form.form_errors.append(wait_words(refused))
        return with_wait(_thread(found, link, form, status=429), refused)
    if not form.open_pictures():
        return _thread(found, link, form, status=422)
    write_again(found.id, form.words.data, pictures=form.enclosed, now=now())
    flash(_("What you wrote was sent."), "done")
    return go_to(url_for("shop.request_thread", link=link))


@bp.get("/requests/<signed:link>/pictures/<id:picture_id>")
@policy.shop
def request_picture(link: str, picture_id: str) -> Response:
    """A picture that was sent with it."""
    return picture_answer(picture_of(_own(link), picture_id) or abort(404))


def _own(link: str) -> SupportRequest:
    """What was asked in this shop, by whoever has the link of its mails; 404 for any other."""
    return request_behind(studio_id(), link, purpose=links.REQUEST) or abort(404)


def _link_of(request_id: str) -> str:
    return sealing.sign(request_id, purpose=links.REQUEST)


def _context() -> tuple[Context, Job | None]:
    """What is known of the page; a shoot that the visitor may not know of is left out."""
    found = context_here()
    job = gallery.find_job(studio_id(), found.job_id) if found.job_id else None
    here = guest()
    opened = here.opened_in(found.job_id) if here else ()
    if job is not None and visitors.access_to(job, opened, now=now()).keys:
        return found, job
    return Context(page=found.page, request_id=found.request_id), None


def _form(form: VisitorRequestForm, *, status: int = 200) -> Response:
    context, job = _context()
    return render("shop/new_request.html", form=form, context=context, job=job, status=status)


def _thread(found: SupportRequest, link: str, form: WordsForm, *, status: int = 200) -> Response:
    def picture_url(picture_id: str) -> str:
        return url_for("shop.request_picture", link=link, picture_id=picture_id)

    return render(
        "shop/request.html",
        asked=found,
        link=link,
        state=state_for_asker(found.state),
        written=thread(found, picture_url, zone=studio().time_zone, now=now()),
        form=form,
        is_done=found.state == State.DONE,
        status=status,
    )
