"""'Keep me informed': leaving an address, while pictures are to come, on sale, or gone (S1, C9)."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.queries.shop import left_for
from webapp.shop.address_form import AddressForm, empty_form
from webapp.shop.gallery import almost_ready
from webapp.shop.shoots import counter_of, whose
from webapp.shop.visitor import (
    OpenedJob,
    bp,
    guest,
    let_in,
    now,
    opened_job,
    studio_id,
    visitor_id,
)
from webapp.use_cases.register_customer import UnknownShoot, register_customer
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.waiting import wait_words, with_wait


@bp.get("/jobs/<id:job_id>/stay-informed")
@policy.shop
def stay_informed(job_id: str) -> AnyResponse:
    """The form; where pictures are to come it stands on the shoot's own page."""
    opened = opened_job(job_id)
    if opened.standing.is_almost_ready:
        return go_to(url_for("shop.job", job_id=job_id))
    return _page(opened, empty_form(opened.job, guest()))


@bp.post("/jobs/<id:job_id>/stay-informed")
@policy.shop
def leave_address(job_id: str) -> AnyResponse:
    """Note who wants to be written to; the answer is the same whoever it is."""
    opened = opened_job(job_id)
    form = AddressForm(opened.job)
    if not form.validate():
        return _page(opened, form, status=422)
    try:
        token = register_customer(
            studio_id(),
            job_id,
            form.address,
            visitor_id=visitor_id(),
            network=request.remote_addr,
            now=now(),
            machine_now=clock.machine_now(),
        )
    except TooManyAttempts as refused:
        by_phone = form.phone is not None and form.phone.data
        (form.phone if by_phone else form.email).errors = [wait_words(refused)]
        return with_wait(_page(opened, form, status=429), refused)
    except UnknownShoot:
        return go_to(url_for("shop.home"))
    let_in(token)
    return go_to(url_for("shop.stay_informed", job_id=job_id))


def _page(opened: OpenedJob, form: AddressForm, *, status: int = 200) -> Response:
    if opened.standing.is_almost_ready:
        return almost_ready(opened, form, status=status)
    on_sale = opened.standing.shows_photos
    return render(
        "shop/stay_informed.html",
        job=opened.job,
        who=whose(opened.opened, 0),
        is_on_sale=on_sale,
        counter=counter_of(opened.plan, now=now()) if on_sale else None,
        form=form,
        left=left_for(guest(), opened.job.id),
        status=status,
    )
