"""Taking the photographer's files in: each alone, so that a bad one never stops the others."""

from typing import BinaryIO, cast

from flask import Request, Response, request
from werkzeug.datastructures import FileStorage

from webapp import clock
from webapp.domain.uploads import order_of
from webapp.photos.checking import Reason, Refused
from webapp.photos.names import readable_name
from webapp.photos.serving import current_store
from webapp.queries.photos import own_album
from webapp.studio.blueprint import bp
from webapp.studio.loading import or_404, own_job
from webapp.studio.photo_forms import AlbumForm
from webapp.studio.photos import overview
from webapp.studio.upload_announcement import album_name
from webapp.studio.upload_outcome import FileAnswer, Outcome
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.albums_of_folders import expected_album
from webapp.web import policy
from webapp.web.refusals import refusal_words
from webapp.web.security import csrf

MOST_BYTES_AT_ONCE = 4 * 1000**3
MOST_FILES_AT_ONCE = 5000


@bp.post("/jobs/<id:job_id>/photos/upload")
@policy.studio
@csrf.exempt  # type: ignore[untyped-decorator]  # checked inside, when so much may be sent
def upload_photos(job_id: str) -> Response:
    """Any number of photos from the plain form, in the order of their names; each for itself."""
    job = own_job(job_id)
    _expect_photos(request)
    csrf.protect()
    name = album_name(request.form.get("new_album"))
    album_id = (
        expected_album(job.id, name, now=clock.now())
        if name
        else or_404(own_album(job.id, request.form.get("album", ""))).id
    )
    outcome = _take_in(request.files.getlist("files"), album_id)
    return overview(
        job,
        AlbumForm(formdata=None),
        chosen="" if name else album_id,
        outcome=outcome,
        status=outcome.status,
    )


def _expect_photos(request: Request) -> None:
    """Photos are larger than any other form; they go to disk while they arrive."""
    request.max_content_length = MOST_BYTES_AT_ONCE
    request.max_form_parts = MOST_FILES_AT_ONCE


def _take_in(files: list[FileStorage], album_id: str) -> Outcome:
    named = [file for file in files if file.filename]
    named.sort(key=lambda file: order_of(str(file.filename)))
    return Outcome([_take_in_one(file, album_id) for file in named])


def _take_in_one(file: FileStorage, album_id: str) -> FileAnswer:
    name = readable_name(file.filename)
    try:
        add_photo(
            album_id,
            cast(BinaryIO, file.stream),
            name=file.filename,
            store=current_store(),
            now=clock.now(),
        )
    except Refused as refusal:
        is_duplicate = refusal.reason is Reason.DUPLICATE
        return FileAnswer(name, refusal_words(refusal), is_duplicate=is_duplicate)
    return FileAnswer(name)
