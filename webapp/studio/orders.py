"""The orders of the studio: narrowed and sorted by the address, and as a table to take along."""

from collections.abc import Iterator

from flask import Response, g, request, stream_with_context, url_for
from flask_babel import get_locale

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.order_list import OrderFilters
from webapp.queries.order_export import exported_lines
from webapp.queries.order_list import has_orders, jobs_to_choose, orders_page
from webapp.studio.blueprint import bp
from webapp.studio.order_rows import bulk_marks, list_words, part_links, row_view, sorts
from webapp.studio.order_table import heads, table_row
from webapp.web import policy
from webapp.web.order_state_words import payment_choices
from webapp.web.page_links import page_links
from webapp.web.rendering import render, wants_part
from webapp.web.tables import table_response, table_start


@bp.get("/orders")
@policy.studio
def orders() -> Response:
    """One page of the list; for htmx the list alone."""
    filters, now = OrderFilters.read(request.args.to_dict()), clock.now()
    found = orders_page(g.studio, filters)
    return render(
        "studio/orders.html",
        rows=[row_view(each, g.studio.time_zone, now=now) for each in found.rows],
        pages=page_links(found.page),
        filters=filters,
        parts=part_links(found, filters),
        words=list_words(found, filters),
        jobs=jobs_to_choose(g.studio.id, filters.job),
        payments=payment_choices(),
        sorts=sorts(),
        marks=bulk_marks(),
        total=found.every or has_orders(g.studio.id),
        table_url=url_for("studio.orders_table", **filters.as_asked()),
        back=url_for("studio.orders", **filters.as_asked(), page=_later(found.page.number)),
        is_part=wants_part(),
    )


@bp.get("/orders.csv")
@policy.studio
@policy.not_on_behalf
def orders_table() -> Response:
    """What the list shows, line by line, as a table for a spreadsheet; it flows as it is read."""
    filters = OrderFilters.read(request.args.to_dict())
    day = local_day(clock.now(), g.studio.time_zone)
    return table_response(stream_with_context(_table(filters)), f"orders-{day}.csv")


def _later(page: int) -> int | None:
    """The page for an address: the first one is not said."""
    return page if page > 1 else None


def _table(filters: OrderFilters) -> Iterator[str]:
    language = str(get_locale())
    yield table_start(heads(), language)
    for line, pictures in exported_lines(g.studio, filters):
        yield table_row(line, pictures, zone=g.studio.time_zone, language=language)
