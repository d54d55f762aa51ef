"""A whole album at once: all its photos belong to one person, or are group photos."""

from flask import Response, flash, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.names import cleaned
from webapp.models.job import Album, Job
from webapp.queries.assigning import people_by_class, shares_of_album
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_album, own_job
from webapp.studio.photo_forms import Classes, WholeAlbumForm
from webapp.use_cases.assign_album import AlbumHasChanged, assign_album
from webapp.use_cases.assign_photos import EVERYONE
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/jobs/<id:job_id>/albums/<id:album_id>/whole")
@policy.studio
def whole_album(job_id: str, album_id: str) -> Response:
    """Says how many photos it would be; nothing is stored."""
    job = own_job(job_id)
    return _page(job, own_album(job, album_id))


@bp.post("/jobs/<id:job_id>/albums/<id:album_id>/whole")
@policy.studio
@policy.on_behalf
def assign_whole_album(job_id: str, album_id: str) -> AnyResponse:
    """Give the album to whom was chosen; 409 with the page when it has changed meanwhile."""
    job = own_job(job_id)
    album = own_album(job, album_id)
    form = _form(job, album)
    if not form.validate():
        return _page(job, album, form, status=422)
    try:
        given = assign_album(
            job.id,
            album.id,
            who=form.who.data,
            replaces=bool(form.replaces.data),
            confirmed=str(form.confirmed.data),
            by=actor(),
            now=clock.now(),
        )
    except AlbumHasChanged:
        return _page(job, album, form, status=409)
    flash(
        ngettext("It is set who sees one photo.", "It is set who sees %(num)s photos.", given),
        "done",
    )
    return go_to(url_for("studio.album", job_id=job_id, album_id=album_id))


def _page(
    job: Job, album: Album, form: WholeAlbumForm | None = None, *, status: int = 200
) -> Response:
    shares = shares_of_album(album.id)
    form = form or _form(job, album)
    form.confirmed.data = shares.fingerprint
    return render(
        "studio/whole_album.html",
        status=status,
        job=job,
        job_page=job_page(job, "photos"),
        album=album,
        shares=shares,
        form=form,
        has_changed=status == 409,  # noqa: PLR2004 - the album has changed
    )


def _form(job: Job, album: Album) -> WholeAlbumForm:
    classes = people_by_class(job.id)
    return WholeAlbumForm().offer(classes, likely=_likely(classes, album))


def _likely(classes: Classes, album: Album) -> str:
    """The one person whose name the album bears; else it is an album of group photos."""
    wanted = cleaned(album.name).casefold()
    bearers = [
        person_id
        for _class, people in classes
        for person_id, name in people
        if name.casefold() == wanted
    ]
    return bearers[0] if len(bearers) == 1 else EVERYONE
