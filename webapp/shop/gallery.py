"""One shoot: its gallery, or 'almost ready', or the note that it is archived (S1, A7)."""

from flask import Response, request

from webapp.queries.favourites import favourites_in
from webapp.queries.gallery import shown_page
from webapp.queries.shop import left_for
from webapp.shop.address_form import AddressForm, empty_form
from webapp.shop.archived import archived
from webapp.shop.gone import gone, pictures_are_gone
from webapp.shop.large_view import only_favourites
from webapp.shop.reading import read_page
from webapp.shop.sets import offers_of
from webapp.shop.shoots import counter_of, is_paused, whose
from webapp.shop.tiles import Marks, parts
from webapp.shop.visitor import OpenedJob, basket, bp, guest, marker_id, now, opened_job
from webapp.web import policy
from webapp.web.rendering import render, wants_part


@bp.get("/jobs/<id:job_id>")
@policy.shop
def job(job_id: str) -> Response:
    """What a customer meets at this address depends on how the job stands now (S1)."""
    opened = opened_job(job_id)
    if opened.standing.shows_photos:
        return _gallery(opened)
    if opened.standing.is_almost_ready:
        return almost_ready(opened, empty_form(opened.job, guest()))
    return gone(opened) if pictures_are_gone(opened) else archived(opened)


def _gallery(opened: OpenedJob) -> Response:
    job, only = opened.job, only_favourites()
    favourites = favourites_in(job.id, opened.keys, visitor_id=marker_id())
    asked = read_page(request.args.get("page", ""))
    shown = shown_page(job.id, opened.keys, asked, only=favourites if only else None)
    if not shown.sections and pictures_are_gone(opened):
        return gone(opened)
    return render(
        "shop/gallery.html",
        job=job,
        parts=parts(
            shown.sections,
            job_id=job.id,
            marks=Marks(basket().photo_ids, favourites, only),
            focused=wants_part() and shown.page.number > 1,
        ),
        page=shown.page,
        sets=[] if only or shown.page.number > 1 else offers_of(opened),
        favourites=len(favourites),
        only_favourites=only,
        who=whose(opened.on_sale, 0 if only else shown.page.total),
        archived=opened.archived,
        counter=counter_of(opened.plan, now=now()),
        left=left_for(guest(), job.id),
        informs=job.communication_profile_id is not None and job.standing(now()).shows_photos,
    )


def almost_ready(opened: OpenedJob, form: AddressForm, *, status: int = 200) -> Response:
    """The page of a shoot whose pictures are to come, with the form for an address (S1)."""
    return render(
        "shop/almost_ready.html",
        job=opened.job,
        who=whose(opened.opened, 0),
        is_paused=is_paused(opened.job, opened.standing),
        form=form,
        left=left_for(guest(), opened.job.id),
        status=status,
    )
