"""An album sorted by QR cards: they are looked for, the sequence is checked, then carried out."""

from dataclasses import dataclass

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.card_sequence import CardPlan, plan_cards
from webapp.domain.paging import Page
from webapp.models.job import Album, Job
from webapp.queries.assigning import names_of_people, people_without_pictures
from webapp.queries.card_sequence import reading_of, shots_of_album
from webapp.queries.photos import other_albums, own_photo
from webapp.studio.blueprint import bp
from webapp.studio.card_words import RunView, run_views
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import or_404, own_album, own_job
from webapp.use_cases.sort_by_cards import (
    SequenceHasChanged,
    is_no_card,
    look_for_cards,
    sort_by_cards,
)
from webapp.web import policy
from webapp.web.page_links import page_links
from webapp.web.rendering import go_to, render, wants_part

RUNS_ON_PAGE = 20
MISSED_SHOWN = 50


@bp.get("/jobs/<id:job_id>/albums/<id:album_id>/cards")
@policy.studio
def album_cards(job_id: str, album_id: str) -> Response:
    """How far the search is; when it is done, whose pictures are whose."""
    job = own_job(job_id)
    return _page(job, own_album(job, album_id), replaces=bool(request.args.get("replace")))


@bp.get("/jobs/<id:job_id>/albums/<id:album_id>/cards/progress")
@policy.studio
def album_cards_progress(job_id: str, album_id: str) -> AnyResponse:
    """How far the search is; at its end, and without scripts, the page itself."""
    job = own_job(job_id)
    album = own_album(job, album_id)
    reading = reading_of(album.id)
    if not wants_part() or not reading.waiting:
        return go_to(_address(album))
    return render("studio/card_progress.html", job=job, album=album, reading=reading)


@bp.post("/jobs/<id:job_id>/albums/<id:album_id>/cards/search")
@policy.studio
@policy.on_behalf
def search_cards(job_id: str, album_id: str) -> AnyResponse:
    """The worker looks through what it has not looked at yet."""
    album = own_album(own_job(job_id), album_id)
    look_for_cards(album.id)
    return go_to(_address(album))


@bp.post("/jobs/<id:job_id>/albums/<id:album_id>/cards")
@policy.studio
@policy.on_behalf
def assign_by_card(job_id: str, album_id: str) -> AnyResponse:
    """Carry out what the page showed; 409 with the new page when it is no longer true."""
    job, replaces = own_job(job_id), bool(request.form.get("replace"))
    album = own_album(job, album_id)
    try:
        plan = sort_by_cards(
            job.id,
            album.id,
            confirmed=request.form.get("confirmed", ""),
            replaces=replaces,
            by=actor(),
            now=clock.now(),
        )
    except SequenceHasChanged:
        return _page(job, album, replaces=replaces, status=409)
    given = plan.assigned
    flash(ngettext("One photo is assigned.", "%(num)s photos are assigned.", given), "done")
    return go_to(url_for("studio.album", job_id=job_id, album_id=album_id))


@bp.post("/jobs/<id:job_id>/photos/<id:photo_id>/no-card")
@policy.studio
@policy.on_behalf
def no_card(job_id: str, photo_id: str) -> AnyResponse:
    """This is no card: it is a picture like any other from now on."""
    job = own_job(job_id)
    photo = or_404(own_photo(job.id, photo_id))
    album = photo.album
    is_no_card(job.id, photo.id)
    flash(_("The photo counts as a picture now."), "done")
    if request.form.get("back") == "album":
        return go_to(url_for("studio.album", job_id=job_id, album_id=album.id))
    return go_to(_address(album))


@dataclass(frozen=True)
class _Shown:
    """What the page of the plan shows: doubts first and all of them, the rest in pages.

    Of the rest, those in which a card may have been missed come first.
    """

    plan: CardPlan
    doubts: list[RunView]
    runs: list[RunView]
    page: Page
    missed: list[str]

    @property
    def missed_shown(self) -> list[str]:
        """The first names of those who have neither a card here nor a photo yet."""
        return self.missed[:MISSED_SHOWN]


def _page(job: Job, album: Album, *, replaces: bool, status: int = 200) -> Response:
    reading = reading_of(album.id)
    shown = _shown(job, album, replaces) if reading.is_done else None
    return render(
        "studio/album_cards.html",
        status=status,
        job=job,
        job_page=job_page(job, "photos"),
        album=album,
        reading=reading,
        shown=shown,
        pages=page_links(shown.page) if shown else None,
        has_changed=status == 409,  # noqa: PLR2004 - the album has changed
    )


def _shown(job: Job, album: Album, replaces: bool) -> _Shown:
    plan = plan_cards(shots_of_album(album.id), replaces=replaces)
    views = run_views(
        plan,
        people=names_of_people(job.id),
        albums={**dict(other_albums(album)), album.id: album.name},
        album_id=album.id,
    )
    sure = sorted(
        (view for view in views if not view.is_doubt), key=lambda view: not view.is_suspicious
    )
    page = Page(request.args.get("page", 1, type=int), len(sure), RUNS_ON_PAGE)
    return _Shown(
        plan,
        doubts=[view for view in views if view.is_doubt],
        runs=sure[page.offset : page.offset + page.size],
        page=page,
        missed=people_without_pictures(job.id, but=list(plan.of_people)),
    )


def _address(album: Album) -> str:
    return url_for("studio.album_cards", job_id=album.job_id, album_id=album.id)
