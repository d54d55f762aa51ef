"""Gives the bytes of a preview to whoever has passed the door; the doors stand elsewhere."""

from flask import Request, Response, abort, current_app
from werkzeug.wsgi import wrap_file

from webapp.models.photo import Photo
from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import Size, preview_key
from webapp.photos.store import PhotoStore

_MEDIA_TYPE = "image/webp"


def current_store() -> PhotoStore:
    """Where this installation keeps its pictures."""
    return FolderStore(current_app.config["SHELFLIFE"].photos_folder)


def picture_response(photo: Photo, size: str, request: Request) -> Response:
    """One preview ('small', 'gallery', 'large'); 304 if the asker has it, 404 if there is none.

    Never cached by anyone but the asker, and asked for again each time: taking a job out of the
    shop works on the very next request (A6).
    """
    if photo.state != "ready" or size not in list(Size):
        abort(404)
    etag = f"{photo.content_hash[:32]}-{size}"
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        response = _whole(preview_key(photo.id, Size(size)), request)
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _whole(key: str, request: Request) -> Response:
    store = current_store()
    try:
        length, file = store.size(key), store.open(key)
    except FileNotFoundError:
        abort(404)
    response = Response(
        wrap_file(request.environ, file), mimetype=_MEDIA_TYPE, direct_passthrough=True
    )
    response.content_length = length
    response.call_on_close(file.close)
    return response
