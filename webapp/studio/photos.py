"""The Photos tab: the albums of a job, and how far the previews are."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.job import Job
from webapp.photos.serving import picture_response
from webapp.queries.failed_photos import failed_photos
from webapp.queries.photos import albums_of, own_photo, progress_of
from webapp.queries.uploads import left_of
from webapp.queries.watermarks import made_anew
from webapp.studio.blueprint import bp
from webapp.studio.job_shell import job_page
from webapp.studio.loading import or_404, own_job
from webapp.studio.photo_forms import AlbumForm
from webapp.studio.upload_outcome import Outcome
from webapp.use_cases.create_album import AlbumNameTaken, create_album
from webapp.use_cases.retry_photos import retry_photos
from webapp.web import policy
from webapp.web.refusals import failure_words, too_large
from webapp.web.rendering import go_to, render, wants_part

bp.add_app_template_filter(failure_words)


@bp.get("/jobs/<id:job_id>/photos")
@policy.studio
def photos(job_id: str) -> Response:
    """The albums of a job, with the forms that add albums and photos."""
    return overview(own_job(job_id), AlbumForm(formdata=None))


@bp.get("/jobs/<id:job_id>/photos/progress")
@policy.studio
def photo_progress(job_id: str) -> AnyResponse:
    """The list of albums again, while previews are being made; the page itself without scripts."""
    job = own_job(job_id)
    if not wants_part():
        return go_to(url_for("studio.photos", job_id=job.id))
    return render("studio/albums.html", job=job, **_albums(job))


@bp.post("/jobs/<id:job_id>/albums")
@policy.studio
@policy.on_behalf
def new_album(job_id: str) -> AnyResponse:
    """A new album; the next step is to add its photos."""
    job, form = own_job(job_id), AlbumForm()
    if not form.validate():
        return overview(job, form, status=422)
    try:
        album_id = create_album(job.id, str(form.name.data), now=clock.now())
    except AlbumNameTaken:
        form.say_taken()
        return overview(job, form, status=422)
    return go_to(url_for("studio.album", job_id=job_id, album_id=album_id))


@bp.post("/jobs/<id:job_id>/photos/retry")
@policy.studio
@policy.on_behalf
def retry_derivation(job_id: str) -> AnyResponse:
    """Photos that could not be derived wait again."""
    waiting = retry_photos(own_job(job_id).id)
    flash(ngettext("One photo is tried again.", "%(num)s photos are tried again.", waiting), "done")
    return go_to(url_for("studio.photos", job_id=job_id))


@bp.post("/jobs/<id:job_id>/photos/<id:photo_id>/retry")
@policy.studio
@policy.on_behalf
def retry_photo(job_id: str, photo_id: str) -> AnyResponse:
    """This photo waits again."""
    found = or_404(own_photo(own_job(job_id).id, photo_id))
    if retry_photos(job_id, found.id):
        flash(_("Photo %(number)s is tried again.", number=found.label), "done")
    return go_to(url_for("studio.photos", job_id=job_id))


@bp.get("/jobs/<id:job_id>/photos/<id:photo_id>/<any(small, gallery, large):size>")
@policy.studio
def photo(job_id: str, photo_id: str, size: str) -> Response:
    """The bytes of one preview, for the studio."""
    found = or_404(own_photo(own_job(job_id).id, photo_id))
    return picture_response(found, size, request)


def overview(
    job: Job,
    form: AlbumForm,
    *,
    status: int = 200,
    chosen: str = "",
    outcome: Outcome | None = None,
) -> Response:
    """The page with all albums; `outcome` tells what became of files just sent."""
    return render(
        "studio/photos.html",
        status=status,
        job=job,
        job_page=job_page(job, "photos"),
        album_form=form,
        chosen=chosen,
        outcome=outcome,
        too_large=too_large(),
        left=left_of(job.id, machine_now=clock.machine_now()),
        **_albums(job),
    )


def _albums(job: Job) -> dict[str, Any]:
    return {
        "albums": albums_of(job.id),
        "progress": progress_of(job.id),
        "failures": failed_photos(job.id),
        "anew": made_anew(job.id),
    }
