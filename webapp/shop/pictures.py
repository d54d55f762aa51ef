"""The bytes of a picture: only to who may see it, and only while its job is on sale (A6)."""

from flask import abort, request
from werkzeug.wrappers import Response

from webapp.photos.serving import picture_response
from webapp.queries.gallery import find_photo
from webapp.shop.visitor import bp, job_on_sale
from webapp.web import policy


@bp.get("/jobs/<id:job_id>/pictures/<id:photo_id>/<any(small,gallery,large):size>")
@policy.shop
def picture(job_id: str, photo_id: str, size: str) -> Response:
    """One preview; asked for again each time, so that it ends with the very next request."""
    opened = job_on_sale(job_id)
    photo = find_photo(job_id, photo_id, opened.keys)
    if photo is None:
        abort(404)
    return picture_response(photo, size, request)
