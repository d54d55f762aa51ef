"""Bought files are fetched: sent by a form, since each time is counted (A9)."""

from functools import partial

from flask import abort
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.photos.archive import Entry, zipped
from webapp.photos.sending import JPEG, ZIP, attachment
from webapp.photos.serving import current_store
from webapp.shop.orders import order_page, own_order
from webapp.shop.visitor import bp, now, studio_id
from webapp.use_cases.fetch_files import (
    Fetched,
    NoSuchFile,
    NotFetchable,
    OriginalsMissing,
    fetch_all_files,
    fetch_file,
)
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.waiting import with_wait


@bp.post("/orders/<token:token>/files/<id:file_id>")
@policy.shop
def download(token: str, file_id: str) -> Response:
    """One picture, as a file to keep."""
    try:
        fetched = fetch_file(
            studio_id(),
            token,
            file_id,
            store=current_store(),
            now=now(),
            machine_now=clock.machine_now(),
        )
    except (NoSuchFile, NotFetchable, OriginalsMissing, TooManyAttempts) as refused:
        return _refused(token, refused)
    file = fetched.file
    return attachment(fetched.name, JPEG, file.size, file.chunks(), close=file.close)


@bp.post("/orders/<token:token>/files")
@policy.shop
def download_all(token: str) -> Response:
    """All of them as one ZIP that is made while it is sent."""
    try:
        number, fetched = fetch_all_files(
            studio_id(), token, store=current_store(), now=now(), machine_now=clock.machine_now()
        )
    except (NoSuchFile, NotFetchable, OriginalsMissing, TooManyAttempts) as refused:
        return _refused(token, refused)
    length, chunks = zipped(
        [Entry(each.name, each.file.size, each.file.chunks()) for each in fetched]
    )
    return attachment(f"{number}.zip", ZIP, length, chunks, close=partial(_close, fetched))


def _close(fetched: list[Fetched]) -> None:
    for each in fetched:
        each.file.close()


def _refused(token: str, refused: Exception) -> Response:
    """The order's page, which says how its files stand, and what was wrong beside it."""
    if isinstance(refused, NoSuchFile):
        abort(404)
    order = own_order(token)
    if isinstance(refused, TooManyAttempts):
        return with_wait(order_page(order, fault=_too_often(refused), status=429), refused)
    if isinstance(refused, OriginalsMissing):
        return order_page(order, fault=_missing(refused), status=404)
    return order_page(order, status=409)


def _too_often(refused: TooManyAttempts) -> str:
    minutes = -(-refused.wait_seconds // 60)
    return str(
        ngettext(
            "The files of this order were fetched very often. Try again in %(num)s minute.",
            "The files of this order were fetched very often. Try again in %(num)s minutes.",
            minutes,
        )
    )


def _missing(refused: OriginalsMissing) -> str:
    return str(
        ngettext(
            "Picture %(numbers)s can’t be fetched at the moment. Nothing was sent. Ask the studio"
            " for it.",
            "Pictures %(numbers)s can’t be fetched at the moment. Nothing was sent. Ask the studio"
            " for them.",
            len(refused.labels),
            numbers=", ".join(refused.labels),
        )
    )
