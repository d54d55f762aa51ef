"""The originals of orders as one ZIP for the lab: untouched, a folder for each product."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from flask import abort, g, request
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.domain.csv_cells import BYTE_ORDER_MARK, csv_row, separator_in
from webapp.domain.order_list import OrderFilters
from webapp.photos.archive import Entry, untouched, zipped
from webapp.photos.keys import original_key
from webapp.photos.sending import ZIP, attachment
from webapp.photos.serving import current_store
from webapp.photos.store import PhotoStore
from webapp.queries.lab_files import LabFile, lab_files, orders_for_lab
from webapp.queries.order_page import order_of_studio
from webapp.studio.blueprint import bp
from webapp.studio.loading import or_404
from webapp.web import policy
from webapp.web.errors import page

MOST_ORDERS = 200
_CONTENTS = "contents.csv"
_LOOKS_AT_ONCE = 8


@bp.get("/orders/<id:order_id>/originals.zip")
@policy.studio
@policy.not_on_behalf
def order_originals(order_id: str) -> AnyResponse:
    """Those of one order."""
    order = or_404(order_of_studio(g.studio.id, order_id))
    return _archive([order_id], f"{order.number}-originals.zip")


@bp.get("/orders/originals.zip")
@policy.studio
@policy.not_on_behalf
def originals() -> AnyResponse:
    """Those of the orders that the list shows, narrowed by the address as the list is."""
    filters = OrderFilters.read(request.args.to_dict())
    found = orders_for_lab(g.studio, filters, limit=MOST_ORDERS + 1)
    if len(found) > MOST_ORDERS:
        return page(413, _("These are many orders"), _too_many())
    return _archive(found, "originals.zip")


def _archive(order_ids: Sequence[str], name: str) -> AnyResponse:
    files = lab_files(g.studio.id, order_ids)
    if not files:
        abort(404)
    sizes = _sizes(files)
    missing = sorted({file.label for file in files if file.photo_id not in sizes})
    if missing:
        return page(404, _("Some originals are missing"), _missing(missing))
    store = current_store()
    length, chunks = zipped(
        [
            _contents(files),
            *(
                Entry(
                    each.name, sizes[each.photo_id], untouched(store, original_key(each.photo_id))
                )
                for each in files
            ),
        ]
    )
    return attachment(name, ZIP, length, chunks)


def _sizes(files: Iterable[LabFile]) -> dict[str, int]:
    """The bytes of each original that is there, looked up before the first byte is sent."""
    ids = {each.photo_id for each in files if each.is_kept}
    with ThreadPoolExecutor(_LOOKS_AT_ONCE) as threads:
        sizes = zip(ids, threads.map(partial(_size, current_store()), ids), strict=True)
        return {photo_id: size for photo_id, size in sizes if size is not None}


def _size(store: PhotoStore, photo_id: str) -> int | None:
    try:
        return store.size(original_key(photo_id))
    except FileNotFoundError:
        return None


def _too_many() -> str:
    return str(
        _(
            "The originals of at most %(most)s orders come in one archive. Narrow the list, for"
            " example by its days.",
            most=MOST_ORDERS,
        )
    )


def _missing(labels: Sequence[str]) -> str:
    return str(
        ngettext(
            "The original of picture %(numbers)s is not in the store. Nothing was sent.",
            "The originals of pictures %(numbers)s are not in the store. Nothing was sent.",
            len(labels),
            numbers=", ".join(labels),
        )
    )


def _contents(files: Iterable[LabFile]) -> Entry:
    """A table of what is to be made, with the notes of the customers."""
    heads = [
        _("File"), _("Order"), _("Product"), _("Quantity"), _("Picture"),
        _("Person"), _("Class"), _("Note"), _("Original file"),
    ]  # fmt: skip
    separator = separator_in(str(get_locale()))
    lines = [csv_row(heads, separator=separator)]
    lines += [csv_row(_cells(each), separator=separator) for each in files]
    content = (BYTE_ORDER_MARK + "".join(lines)).encode()
    return Entry(_CONTENTS, len(content), [content])


def _cells(file: LabFile) -> list[str | int]:
    original, line = file.original, file.original.line
    return [
        file.name, original.order.number, file.product, file.quantity, file.label,
        line.person_name, line.group_name, line.note, original.original_name,
    ]  # fmt: skip
