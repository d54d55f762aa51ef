"""One shoot: its gallery, or 'almost ready', or the note that it is archived (S1, A7)."""

from flask import Response, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.queries.gallery import shown_page
from webapp.queries.shop import left_addresses
from webapp.shop.forms import AddressForm
from webapp.shop.reading import read_page
from webapp.shop.shoots import archived_on, counter_of, is_paused, whose
from webapp.shop.tiles import parts
from webapp.shop.visitor import (
    OpenedJob,
    basket,
    bp,
    guest,
    let_in,
    now,
    opened_job,
    studio_id,
    visitor_id,
)
from webapp.shop.waiting import wait_words, with_wait
from webapp.use_cases.register_customer import Address, NotTakingAddresses, register_customer
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.rendering import go_to, render, wants_part


@bp.get("/jobs/<id:job_id>")
@policy.shop
def job(job_id: str) -> Response:
    """What a customer meets at this address depends on how the job stands now (S1)."""
    opened = opened_job(job_id)
    if opened.standing.shows_photos:
        return _gallery(opened)
    if opened.standing.is_almost_ready:
        return _almost_ready(opened, AddressForm(formdata=None))
    return render(
        "shop/archived.html",
        job=opened.job,
        who=whose(opened.opened, 0),
        archived_on=archived_on(opened.job),
    )


@bp.post("/jobs/<id:job_id>/address")
@policy.shop
def leave_address(job_id: str) -> AnyResponse:
    """Somebody wants to be told when the pictures are there."""
    opened, form = opened_job(job_id), AddressForm()
    here = url_for("shop.job", job_id=job_id)
    if not opened.standing.is_almost_ready:
        return go_to(here)
    if not form.validate():
        return _almost_ready(opened, form, status=422)
    address = Address(
        email=form.email.data,
        name=form.name.data,
        language=str(get_locale()),
        consent=consent(opened.job.public_name),
    )
    try:
        token = register_customer(
            studio_id(),
            job_id,
            address,
            visitor_id=visitor_id(),
            network=request.remote_addr,
            now=now(),
            machine_now=clock.machine_now(),
        )
    except TooManyAttempts as refused:
        form.email.errors = [wait_words(refused)]
        return with_wait(_almost_ready(opened, form, status=429), refused)
    except NotTakingAddresses:
        return go_to(here)
    let_in(token)
    return go_to(here)


def consent(shoot: str) -> str:
    """What somebody agrees to by leaving an address; kept word for word with the registration."""
    return str(
        _(
            "I want to be told by e-mail about my pictures of %(shoot)s. I can end this at any"
            " time, in every message.",
            shoot=shoot,
        )
    )


def _gallery(opened: OpenedJob) -> Response:
    shown = shown_page(opened.job.id, opened.keys, read_page(request.args.get("page", "")))
    return render(
        "shop/gallery.html",
        job=opened.job,
        parts=parts(
            shown.sections,
            job_id=opened.job.id,
            chosen=basket().photo_ids,
            focused=wants_part() and shown.page.number > 1,
        ),
        page=shown.page,
        who=whose(opened.opened, shown.page.total),
        counter=counter_of(opened.job, now=now()),
    )


def _almost_ready(opened: OpenedJob, form: AddressForm, *, status: int = 200) -> Response:
    return render(
        "shop/almost_ready.html",
        job=opened.job,
        who=whose(opened.opened, 0),
        is_paused=is_paused(opened.job, opened.standing),
        form=form,
        consent=consent(opened.job.public_name),
        email=left_addresses(guest()).get(opened.job.id, ""),
        status=status,
    )
