"""A customer fetches files that were bought: the originals, clean, and counted (A9)."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from webapp.domain.downloads import Downloads, Open, downloads_of
from webapp.models.base import transaction
from webapp.models.order import Order, OrderedPhoto
from webapp.photos.clean import CleanFile, Damaged, clean_file
from webapp.photos.store import PhotoStore
from webapp.queries.order_files import BoughtFile, facts_of, files_of
from webapp.queries.orders import order_by_token
from webapp.use_cases import throttle

PURPOSE_ONE = "file"
PURPOSE_ALL = "files"
TIMES_EACH = 3
FEWEST = 12
ARCHIVES = 5


class NoSuchFile(Exception):
    """There is no such order here, or it bought no such file."""


class NotFetchable(Exception):
    """The files can't be fetched now; carries how they stand."""

    def __init__(self, downloads: Downloads) -> None:
        super().__init__(type(downloads).__name__)
        self.downloads = downloads


class OriginalsMissing(Exception):
    """Originals are gone or can't be read: nothing was sent or counted; carries their labels.

    Gone is what was deleted, also while it lies in the trash and its file is there still (D2).
    """

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__(", ".join(labels))
        self.labels = labels


@dataclass(frozen=True)
class Fetched:
    """A file to be sent, under the name that it has for the customer."""

    name: str
    file: CleanFile


def fetch_file(
    studio_id: str,
    token: str,
    file_id: str,
    *,
    store: PhotoStore,
    now: datetime,
    machine_now: datetime,
) -> Fetched:
    """One file of the order behind this token, counted.

    A token that goes round is no public mirror: in a quarter of an hour three times as many as
    there are files (at least 12), whoever asks; then ever fewer. Raises NoSuchFile, NotFetchable,
    OriginalsMissing, TooManyAttempts.
    """
    order_id, _number, files = _open_files(studio_id, token, now=now)
    wanted = [each for each in files if each.id == file_id]
    if not wanted:
        raise NoSuchFile
    often = max(TIMES_EACH * len(files), FEWEST)
    throttle.slow_down(PURPOSE_ONE, order_id, free=often, now=machine_now)
    return _fetch(order_id, wanted, store=store, now=now)[0]


def fetch_all_files(
    studio_id: str, token: str, *, store: PhotoStore, now: datetime, machine_now: datetime
) -> tuple[int, list[Fetched]]:
    """The order's number and all its files, each counted; five times in a quarter of an hour.

    Raises as `fetch_file` does.
    """
    order_id, number, files = _open_files(studio_id, token, now=now)
    throttle.slow_down(PURPOSE_ALL, order_id, free=ARCHIVES, now=machine_now)
    return number, _fetch(order_id, files, store=store, now=now)


def _open_files(studio_id: str, token: str, *, now: datetime) -> tuple[str, int, list[BoughtFile]]:
    order = order_by_token(studio_id, token)
    if order is None:
        raise NoSuchFile
    _check(order, now=now)
    return order.id, order.number, files_of(order)


def _check(order: Order, *, now: datetime) -> None:
    downloads = downloads_of(facts_of(order), now=now)
    if not isinstance(downloads, Open):
        raise NotFetchable(downloads)


def _fetch(
    order_id: str, files: Sequence[BoughtFile], *, store: PhotoStore, now: datetime
) -> list[Fetched]:
    """Look through every file before the first byte is sent, then count them all at once."""
    fetched = _prepared(files, store)
    try:
        _count(order_id, [each.id for each in files], now=now)
    except BaseException:
        _close(fetched)
        raise
    return fetched


def _prepared(files: Sequence[BoughtFile], store: PhotoStore) -> list[Fetched]:
    found: list[Fetched] = []
    missing = []
    with ExitStack() as undo:
        undo.callback(_close, found)
        for each in files:
            if not each.is_kept:
                missing.append(each.label)
                continue
            try:
                found.append(Fetched(each.name, clean_file(store, each.photo_id)))
            except (FileNotFoundError, Damaged):
                missing.append(each.label)
        if missing:
            raise OriginalsMissing(missing)
        undo.pop_all()
    return found


def _close(fetched: Sequence[Fetched]) -> None:
    for each in fetched:
        each.file.close()


def _count(order_id: str, file_ids: Sequence[str], *, now: datetime) -> None:
    """Count under the order's lock, where it is looked at again: it may be cancelled by now."""
    with transaction() as session:
        order = session.scalars(
            select(Order).where(Order.id == order_id).with_for_update(key_share=True)
        ).one()
        _check(order, now=now)
        session.execute(
            update(OrderedPhoto)
            .where(OrderedPhoto.id.in_(file_ids))
            .values(downloads=OrderedPhoto.downloads + 1, downloaded_at=now)
        )
