"""One album: its photos in a grid, its name, and who sees which photo."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.paging import Page
from webapp.models.job import Album, Job
from webapp.queries.assigning import people_by_class
from webapp.queries.photos import (
    PAGE_SIZE,
    other_albums,
    photos_of_album,
    progress_of,
    some_photos,
    unseen_in_album,
)
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_album, own_job
from webapp.studio.photo_forms import AlbumForm, MoveForm, WhoSeesForm
from webapp.use_cases.assign_photos import assign_photos
from webapp.use_cases.create_album import AlbumNameTaken, rename_album
from webapp.use_cases.move_photos import move_photos
from webapp.use_cases.sort_by_cards import are_cards_of
from webapp.web import policy
from webapp.web.refusals import too_large
from webapp.web.rendering import go_to, render, wants_part


@bp.get("/jobs/<id:job_id>/albums/<id:album_id>")
@policy.studio
def album(job_id: str, album_id: str) -> Response:
    """The photos of an album, a hundred to a page."""
    job = own_job(job_id)
    return _page(job, own_album(job, album_id))


@bp.get("/jobs/<id:job_id>/albums/<id:album_id>/progress")
@policy.studio
def album_progress(job_id: str, album_id: str) -> AnyResponse:
    """How far the previews are, with those pictures of the grid that are ready meanwhile."""
    job = own_job(job_id)
    shown = own_album(job, album_id)
    if not wants_part():
        return go_to(_address(shown))
    waiting = request.args.getlist("waiting")[:PAGE_SIZE]
    return render(
        "studio/album_progress.html",
        job=job,
        album=shown,
        progress=progress_of(job.id, shown.id),
        finished=some_photos(shown.id, waiting),
    )


@bp.post("/jobs/<id:job_id>/albums/<id:album_id>/name")
@policy.studio
@policy.on_behalf
def name_album(job_id: str, album_id: str) -> AnyResponse:
    """Another name for the album."""
    job, form = own_job(job_id), AlbumForm()
    shown = own_album(job, album_id)
    if not form.validate():
        return _page(job, shown, name_form=form, status=422)
    try:
        rename_album(shown.id, str(form.name.data))
    except AlbumNameTaken:
        form.say_taken()
        return _page(job, shown, name_form=form, status=422)
    flash(_("The album has its new name."), "done")
    return go_to(url_for("studio.album", job_id=job_id, album_id=album_id))


@bp.post("/jobs/<id:job_id>/albums/<id:album_id>/who-sees")
@policy.studio
@policy.on_behalf
def who_sees(job_id: str, album_id: str) -> AnyResponse:
    """Shows the ticked photos to everyone with a code of the album, to one person or to nobody."""
    job = own_job(job_id)
    shown, form = own_album(job, album_id), WhoSeesForm().offer(people_by_class(job.id))
    ticked = request.form.getlist("photo")
    if not form.validate() or not form.needs_photos(ticked):
        return _page(job, shown, who_form=form, ticked=ticked, status=422)
    changed = assign_photos(
        job.id, ticked, who=form.who.data, keep_others=bool(form.keep_others.data)
    )
    flash(
        ngettext("It is set who sees one photo.", "It is set who sees %(num)s photos.", changed),
        "done",
    )
    return go_to(url_for("studio.album", job_id=job_id, album_id=album_id, page=_page_asked()))


@bp.post("/jobs/<id:job_id>/albums/<id:album_id>/are-cards")
@policy.studio
@policy.on_behalf
def are_cards(job_id: str, album_id: str) -> AnyResponse:
    """The ticked photos are QR cards of the chosen person, though no code was found in them."""
    job = own_job(job_id)
    shown, form = own_album(job, album_id), WhoSeesForm().offer(people_by_class(job.id))
    ticked = request.form.getlist("photo")
    if not form.validate() or not form.needs_photos(ticked):
        return _page(job, shown, who_form=form, ticked=ticked, status=422)
    marked = are_cards_of(job.id, ticked, form.who.data)
    if not marked:
        form.say_no_card()
        return _page(job, shown, who_form=form, ticked=ticked, status=422)
    flash(ngettext("One photo is a QR card.", "%(num)s photos are QR cards.", marked), "done")
    return go_to(url_for("studio.album", job_id=job_id, album_id=album_id, page=_page_asked()))


@bp.post("/jobs/<id:job_id>/albums/<id:album_id>/move")
@policy.studio
@policy.on_behalf
def move(job_id: str, album_id: str) -> AnyResponse:
    """Puts the ticked photos into another album of the job."""
    job = own_job(job_id)
    shown = own_album(job, album_id)
    form, ticked = MoveForm().offer(other_albums(shown)), request.form.getlist("photo")
    if not form.validate() or not form.needs_photos(ticked):
        return _page(job, shown, move_form=form, ticked=ticked, status=422)
    moved = move_photos(job.id, ticked, to=form.to.data, by=actor(), now=clock.now())
    flash(ngettext("One photo has moved.", "%(num)s photos have moved.", moved), "done")
    return go_to(url_for("studio.album", job_id=job_id, album_id=album_id, page=_page_asked()))


@dataclass(frozen=True)
class _Links:
    """What the pager shows: from, to, of, and where the neighbours are."""

    number: int
    first: int
    last: int
    total: int
    previous_url: str | None
    next_url: str | None


def _page(
    job: Job,
    album: Album,
    *,
    name_form: AlbumForm | None = None,
    who_form: WhoSeesForm | None = None,
    move_form: MoveForm | None = None,
    ticked: Sequence[str] = (),
    status: int = 200,
) -> Response:
    progress = progress_of(job.id, album.id)
    page = Page(_page_asked(), progress.total, PAGE_SIZE)
    return render(
        "studio/album.html",
        status=status,
        job=job,
        job_page=job_page(job, "photos"),
        album=album,
        tiles=photos_of_album(album.id, page=page),
        page=_links(album, page),
        progress=progress,
        unseen=unseen_in_album(album.id),
        album_form=name_form or AlbumForm(formdata=None, data={"name": album.name}),
        who_form=who_form or WhoSeesForm(formdata=None).offer(people_by_class(job.id)),
        move_form=move_form or MoveForm(formdata=None).offer(other_albums(album)),
        ticked=ticked,
        who_sees_all=_who_sees_all(job.access_type),
        too_large=too_large(),
    )


def _who_sees_all(access_type: str) -> str:
    """Where people are not told apart, one sentence says who sees the album (product, 1)."""
    words = {
        "album": _("Everyone with a code of this album sees all its photos."),
        "job": _("Everyone with a code of this job sees all its photos."),
        "public": _("Everyone sees these photos, without a code."),
    }
    return str(words.get(access_type, ""))


def _links(album: Album, page: Page) -> _Links:
    number, last = page.number, page.last_number
    return _Links(
        number=number,
        first=page.first,
        last=page.last,
        total=page.total,
        previous_url=_address(album, number - 1) if number > 1 else None,
        next_url=_address(album, number + 1) if number < last else None,
    )


def _address(album: Album, page: int | None = None) -> str:
    return url_for("studio.album", job_id=album.job_id, album_id=album.id, page=page)


def _page_asked() -> int:
    return request.values.get("page", 1, type=int)
