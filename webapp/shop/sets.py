"""All pictures of a code as files: offered in the gallery, and put into the basket at once."""

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.queries.sets import Offer, offers_in
from webapp.shop.reading import read_id
from webapp.shop.visitor import OpenedJob, bp, let_in, now, opened_job, studio_id, visitor_id
from webapp.use_cases.fill_basket import NotOrderable, add_set_to_basket
from webapp.web import policy
from webapp.web.rendering import go_to


@bp.post("/jobs/<id:job_id>/sets/<id:code_id>")
@policy.shop
def add_set(job_id: str, code_id: str) -> Response:
    """Put all pictures of a code into the basket; refused on the very next request after the stop
    (A6)."""
    opened_job(job_id)
    here, product_id = visitor_id(), read_id(request.form.get("product", ""))
    if here is None or product_id is None:
        abort(404)
    try:
        add_set_to_basket(
            studio_id(),
            job_id,
            code_id,
            product_id,
            visitor_id=here,
            now=now(),
            machine_now=clock.machine_now(),
        )
    except NotOrderable:
        return go_to(url_for("shop.job", job_id=job_id))
    let_in(None)
    return redirect(url_for("shop.job", job_id=job_id, _anchor="sets"), 303)


def offers_of(opened: OpenedJob) -> list[Offer]:
    """What is sold as files of everything, for each code that was opened."""
    return offers_in(opened.job, opened.opened, opened.keys)
