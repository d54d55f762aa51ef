"""One file on its way, in the protocol tus 1.0: how far it is, its next piece, its end.

See https://tus.io/protocols/resumable-upload: core, creation, termination and expiration.
"""

from urllib.parse import quote

from flask import Response, request
from werkzeug.http import http_date

from webapp import clock
from webapp.domain.uploads import LASTS, State
from webapp.models.upload import Upload
from webapp.photos.checking import MOST_BYTES, Refused
from webapp.photos.serving import current_store
from webapp.queries.uploads import own_upload
from webapp.studio.blueprint import bp
from webapp.studio.loading import or_404, own_job
from webapp.studio.upload_body import arriving
from webapp.studio.upload_words import refusal_of
from webapp.use_cases.finish_upload import (
    Arrived,
    TooMuch,
    UploadGone,
    WrongOffset,
    receive_part,
)
from webapp.use_cases.forget_uploads import forget_upload
from webapp.web import policy
from webapp.web.refusals import refusal_words
from webapp.web.security import csrf

TUS = "1.0.0"
PIECE = "application/offset+octet-stream"
_UPLOAD = "/jobs/<id:job_id>/uploads/<id:upload_id>"


@bp.route("/jobs/<id:job_id>/uploads", methods=["OPTIONS"], provide_automatic_options=False)
@bp.route(_UPLOAD, methods=["OPTIONS"], provide_automatic_options=False)
@policy.studio
def uploads_offer(job_id: str, upload_id: str = "") -> Response:
    """What this end of the protocol can do."""
    own_job(job_id)
    return answer(
        204,
        {
            "Tus-Version": TUS,
            "Tus-Extension": "creation,termination,expiration",
            "Tus-Max-Size": str(MOST_BYTES),
        },
    )


@bp.route(_UPLOAD, methods=["HEAD"], provide_automatic_options=False)
@policy.studio
def upload_offset(job_id: str, upload_id: str) -> Response:
    """How many bytes of the file are here."""
    upload = or_404(own_upload(own_job(job_id).id, upload_id))
    refusal = refusal_of(upload)
    if refusal is not None:
        return answer(410, _outcome(State.REFUSED, refusal))
    return answer(
        200, {"Upload-Length": str(upload.size), **_progress(upload), **_outcome(upload.state)}
    )


@bp.route(_UPLOAD, methods=["PATCH"], provide_automatic_options=False)
@policy.studio
@csrf.exempt  # type: ignore[untyped-decorator]  # checked inside, when so much may be sent
def send_piece(job_id: str, upload_id: str) -> Response:
    """The next piece of the file; the answer to the last one says what became of it."""
    job = own_job(job_id)
    request.max_content_length = MOST_BYTES
    csrf.protect()
    upload = or_404(own_upload(job.id, upload_id))
    fault = _fault_of_piece()
    if fault:
        return answer(fault)
    refusal = refusal_of(upload)
    if refusal is not None:
        return answer(410, _outcome(State.REFUSED, refusal))
    try:
        return _answer_piece(_received(upload.id))
    except UploadGone:
        return answer(410)
    except WrongOffset as fault_of_offset:
        return answer(409, {"Upload-Offset": str(fault_of_offset.received)})
    except TooMuch:
        return answer(413)


@bp.route(_UPLOAD, methods=["DELETE"], provide_automatic_options=False)
@policy.studio
@policy.not_on_behalf
def end_upload(job_id: str, upload_id: str) -> Response:
    """The file is not sent any more; a photo that came of it stays."""
    upload = or_404(own_upload(own_job(job_id).id, upload_id))
    if _is_another_version():
        return answer(412)
    forget_upload(upload.id, store=current_store())
    return answer(204)


def answer(status: int, headers: dict[str, str] | None = None) -> Response:
    """In the words of the protocol: headers only."""
    named = {"Tus-Resumable": TUS, "Cache-Control": "no-store", **(headers or {})}
    if status == 412:  # noqa: PLR2004 - 'Precondition Failed', as the protocol wants it
        named["Tus-Version"] = TUS
    return Response(status=status, headers=named)


def expires(upload: Upload) -> dict[str, str]:
    """Until when the file may go on."""
    return {"Upload-Expires": http_date(upload.touched_at + LASTS)}


def _received(upload_id: str) -> Arrived:
    with arriving(request) as body:
        return receive_part(
            upload_id,
            body,
            offset=int(request.headers["Upload-Offset"]),
            length=request.content_length or 0,
            store=current_store(),
            now=clock.now(),
            machine_now=clock.machine_now(),
        )


def _answer_piece(arrived: Arrived) -> Response:
    offset = {"Upload-Offset": str(arrived.received)}
    if arrived.state is not State.WAITING:
        is_whole = arrived.received > 0
        return answer(204 if is_whole else 413, offset | _outcome(arrived.state, arrived.refusal))
    return answer(204, offset | {"Upload-Expires": http_date(clock.machine_now() + LASTS)})


def _fault_of_piece() -> int:
    """The status that refuses a piece before it is read; 0: it may come."""
    if _is_another_version():
        return 412
    if request.mimetype != PIECE:
        return 415
    if request.content_length is None:
        return 411
    offset = request.headers.get("Upload-Offset", "")
    return 0 if offset.isascii() and offset.isdecimal() and len(offset) < len(str(2**63)) else 400


def _is_another_version() -> bool:
    return request.headers.get("Tus-Resumable") != TUS


def _progress(upload: Upload) -> dict[str, str]:
    if upload.state == State.WAITING:
        return {"Upload-Offset": str(upload.received), **expires(upload)}
    return {"Upload-Offset": str(upload.size)}


def _outcome(state: str, refusal: Refused | None = None) -> dict[str, str]:
    """What became of the file, why, in the language of the page, and what the quota lacks."""
    if state == State.WAITING:
        return {}
    said = {"Shelflife-State": str(state)}
    if refusal:
        said["Shelflife-Why"] = quote(refusal_words(refusal))
        said["Shelflife-Missing"] = str(refusal.missing_bytes)
    return said
