"""Files that are about to come: announced, compared with what is here, looked at, forgotten."""

from typing import Any

from flask import Response, flash, jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.uploads import State
from webapp.models.job import Job
from webapp.photos.serving import current_store
from webapp.queries.photos import own_album
from webapp.queries.uploads import left_of, missing_of
from webapp.studio.blueprint import bp
from webapp.studio.loading import or_404, own_job
from webapp.studio.upload_announcement import (
    MOST_BYTES_OF_AN_ANNOUNCEMENT,
    Announcement,
    NotUnderstood,
    read_announcement,
    read_creation,
    read_hashes,
    read_ids,
)
from webapp.studio.upload_protocol import TUS, answer
from webapp.studio.upload_words import missing_words, standing_words
from webapp.use_cases.albums_of_folders import NoAlbum, TooManyFolders
from webapp.use_cases.announce_uploads import Standing, TooManyWaiting, announce_uploads
from webapp.use_cases.forget_uploads import forget_missing, forget_these
from webapp.use_cases.mark_known import mark_known
from webapp.web import policy
from webapp.web.refusals import already_there
from webapp.web.rendering import go_to, render, wants_part
from webapp.web.security import csrf, takes_json

bp.add_app_template_filter(missing_words)


@bp.get("/jobs/<id:job_id>/uploads")
@policy.studio
def uploads(job_id: str) -> AnyResponse:
    """What of the last upload is missing, again; the page itself without scripts."""
    job = own_job(job_id)
    if not wants_part():
        return go_to(url_for("studio.photos", job_id=job.id))
    left = left_of(job.id, machine_now=clock.machine_now())
    return render("studio/uploads_left.html", job=job, left=left)


@bp.get("/jobs/<id:job_id>/uploads/token")
@policy.studio
def upload_token(job_id: str) -> Response:
    """What an upload that goes on for hours needs after its sign-in was a new one."""
    own_job(job_id)
    return jsonify(token=generate_csrf())


@bp.post("/jobs/<id:job_id>/uploads")
@policy.studio
@takes_json
@csrf.exempt  # type: ignore[untyped-decorator]  # checked inside, when so much may be sent
def announce_files(job_id: str) -> Response:
    """How each of these files stands; or, for any client of the protocol, a place for one."""
    job = own_job(job_id)
    request.max_content_length = MOST_BYTES_OF_AN_ANNOUNCEMENT
    csrf.protect()
    is_protocol = "Tus-Resumable" in request.headers
    if is_protocol and request.headers["Tus-Resumable"] != TUS:
        return answer(412)
    try:
        read = read_creation(request) if is_protocol else read_announcement(request)
        standings = _announce(job, read)
    except (NotUnderstood, NoAlbum, TooManyFolders, TooManyWaiting) as fault:
        return _not_understood(fault)
    if is_protocol:
        return _created(job, standings[0])
    return jsonify(files=[_as_json(job, each) for each in standings], compare=job.photo_count > 0)


@bp.post("/jobs/<id:job_id>/uploads/known")
@policy.studio
@takes_json
@policy.not_on_behalf
def known_uploads(job_id: str) -> Response:
    """Which of these files, by the hash of their bytes, the job has already."""
    job = own_job(job_id)
    try:
        hashes = read_hashes(request)
    except NotUnderstood as fault:
        return _not_understood(fault)
    known = mark_known(job.id, hashes, machine_now=clock.machine_now())
    return jsonify(known={upload_id: already_there(twin) for upload_id, twin in known.items()})


@bp.get("/jobs/<id:job_id>/uploads/forgetting")
@policy.studio
@policy.not_on_behalf
def forgetting_uploads(job_id: str) -> Response:
    """What forgetting brings about; nothing is stored yet."""
    job = own_job(job_id)
    left = left_of(job.id, machine_now=clock.machine_now())
    return render(
        "studio/upload_forgetting.html",
        job=job,
        missing=missing_of(job.id),
        is_running=left is not None and left.is_running,
    )


@bp.post("/jobs/<id:job_id>/uploads/cancelled")
@policy.studio
@takes_json
@policy.not_on_behalf
def cancel_uploads(job_id: str) -> Response:
    """These files are not sent any more: the page that sent them says so."""
    job = own_job(job_id)
    try:
        ids = read_ids(request)
    except NotUnderstood as fault:
        return _not_understood(fault)
    return jsonify(forgotten=forget_these(job.id, ids, store=current_store()))


@bp.post("/jobs/<id:job_id>/uploads/forget")
@policy.studio
@policy.not_on_behalf
def forget_uploads(job_id: str) -> AnyResponse:
    """What is missing of the last upload is not waited for any more."""
    job = own_job(job_id)
    forgotten = forget_missing(job.id, store=current_store())
    flash(
        ngettext(
            "One file is not waited for any more. Photos that are stored stay.",
            "%(num)s files are not waited for any more. Photos that are stored stay.",
            forgotten,
        ),
        "done",
    )
    return go_to(url_for("studio.photos", job_id=job.id))


def _announce(job: Job, read: Announcement) -> list[Standing]:
    if read.album_id is not None:
        or_404(own_album(job.id, read.album_id))
    return announce_uploads(
        job.id,
        read.files,
        album_id=read.album_id,
        folders_become_albums=read.folders_become_albums,
        new_album=read.new_album,
        now=clock.now(),
        machine_now=clock.machine_now(),
    )


def _as_json(job: Job, standing: Standing) -> dict[str, Any]:
    return {
        "address": url_for("studio.upload_offset", job_id=job.id, upload_id=standing.id),
        "id": standing.id,
        "state": standing.state,
        "offset": standing.received,
        "why": standing_words(standing),
        "missing": standing.missing_bytes,
    }


def _created(job: Job, standing: Standing) -> Response:
    if standing.state is State.REFUSED:
        return Response(standing_words(standing), 413, mimetype="text/plain")
    address = url_for("studio.upload_offset", job_id=job.id, upload_id=standing.id, _external=True)
    return answer(201, {"Location": address})


def _not_understood(fault: Exception) -> Response:
    """422 with a sentence, for the script to show."""
    why = _("The list of files could not be understood. Reload the page and choose them again.")
    if isinstance(fault, NoAlbum):
        why = _("Choose an album for files that lie in no folder.")
    if isinstance(fault, TooManyFolders):
        why = _("These are more than 1,000 folders. Choose fewer at once.")
    if isinstance(fault, TooManyWaiting):
        why = _("Too many files are still to come. Send them, or do not wait for them any more.")
    response = jsonify(why=why)
    response.status_code = 422
    return response
