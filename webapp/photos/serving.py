"""Gives the bytes of a preview to whoever has passed the door; the doors stand elsewhere.

They go through the application, or nginx takes them from the folder (SHELFLIFE_X_ACCEL), or the
browser is sent to the object store with an address that is good for a minute (`serve=redirect`).
"""

import io
from collections.abc import Callable
from typing import BinaryIO, cast

from flask import Flask, Request, Response, abort, current_app
from PIL import Image
from werkzeug.wsgi import wrap_file

from webapp.domain.store_address import StoreAddress
from webapp.models.photo import Photo
from webapp.photos.keys import Size, preview_key
from webapp.photos.opening import open_store
from webapp.photos.store import PhotoStore, StoreDown

_STORE = "photo_store"
_WEBP = "image/webp"
_JPEG = "image/jpeg"
_JPEG_QUALITY = 85


def install(app: Flask, address: StoreAddress) -> None:
    """Open the store once for this application."""
    app.extensions[_STORE] = open_store(address)


def current_store() -> PhotoStore:
    """Where this installation keeps its pictures."""
    return cast(PhotoStore, current_app.extensions[_STORE])


def store_answers() -> bool:
    """Whether the store can be used, as far as is known."""
    try:
        current_store().refuse_if_down()
    except StoreDown:
        return False
    return True


def picture_response(photo: Photo, size: str, request: Request) -> Response:
    """One preview ('small', 'gallery', 'large'); 304 if the asker has it, 404 if there is none.

    Never cached by anyone but the asker, and asked for again each time: taking a job out of the
    shop works on the very next request (A6). A JPEG for those who cannot read WebP. Raises
    StoreDown, which is answered with 503.
    """
    if photo.state != "ready" or size not in list(Size):
        abort(404)
    as_jpeg = _wants_jpeg(request)
    etag = f"{photo.content_hash[:32]}-{size}-{photo.look}{'-jpeg' if as_jpeg else ''}"
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        answer = _converted if as_jpeg else _whole
        response = _found(answer, preview_key(photo.id, Size(size)), request)
    response.vary.add("Accept")
    if response.location:
        response.headers["Cache-Control"] = "private, no-store"
        return response
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _wants_jpeg(request: Request) -> bool:
    """Asked for in the address, or by a browser that names what it reads and WebP is not in it."""
    if request.args.get("as") == "jpeg":
        return True
    accepted = request.accept_mimetypes
    return bool(accepted) and accepted.quality(_WEBP) == 0


def _found(answer: Callable[[str, Request], Response], key: str, request: Request) -> Response:
    try:
        return answer(key, request)
    except FileNotFoundError:
        abort(404)


def _whole(key: str, request: Request) -> Response:
    store = current_store()
    x_accel = current_app.config["SHELFLIFE"].x_accel
    if x_accel:
        store.size(key)
        response = Response(mimetype=_WEBP)
        response.headers["X-Accel-Redirect"] = f"{x_accel}{key}"
        return response
    address = store.address_for_browsers(key, media_type=_WEBP)
    if address:
        return Response(status=302, headers={"Location": address})
    return _streamed(store.open(key), request)


def _streamed(file: BinaryIO, request: Request) -> Response:
    length = file.seek(0, io.SEEK_END)
    file.seek(0)
    response = Response(wrap_file(request.environ, file), mimetype=_WEBP, direct_passthrough=True)
    response.content_length = length
    response.call_on_close(file.close)
    return response


def _converted(key: str, _request: Request) -> Response:
    converted = io.BytesIO()
    with current_store().open(key) as file, Image.open(file) as picture:
        picture.convert("RGB").save(converted, "JPEG", quality=_JPEG_QUALITY)
    return Response(converted.getvalue(), mimetype=_JPEG)
