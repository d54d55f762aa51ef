"""The list of orders in words: its rows, its parts, what was found and what it comes to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from webapp.domain.archiving import local_day
from webapp.domain.order_list import OrderFilters, Part, Sort
from webapp.domain.orders import Mark, OrderState
from webapp.queries.order_list import OrderRow, OrdersPage
from webapp.web.order_state_words import (
    StateView,
    mark_label,
    payment_words,
    state_view,
    state_word,
)
from webapp.web.words import day_in_row, money, number, quoted


@dataclass(frozen=True)
class RowView:
    """One row of the list."""

    id: str
    number: int
    url: str
    day: str
    name: str
    email: str
    job: str
    products: str
    total: str
    payment: str
    state: StateView


@dataclass(frozen=True)
class PartLink:
    """One part of the list with its number of orders."""

    label: str
    url: str
    count: str
    current: bool


@dataclass(frozen=True)
class ListWords:
    """What stands around the rows; `nothing`: the filters in words, for an empty list.

    `found` and `sums` leave cancelled orders out; `cancelled` names them where all are listed.
    """

    found: str
    sums: str
    cancelled: str
    nothing: str


def row_view(row: OrderRow, zone: str, *, now: datetime) -> RowView:
    """An order as it stands in the list."""
    order = row.order
    more = ngettext("%(num)s more", "%(num)s more", row.jobs - 1) if row.jobs > 1 else ""
    return RowView(
        id=order.id,
        number=order.number,
        url=url_for("studio.order", order_id=order.id),
        day=day_in_row(local_day(order.placed_at, zone), today=local_day(now, zone)),
        name=order.name,
        email=order.email,
        job=f"{row.job_name} + {more}" if more else row.job_name,
        products=number(row.products),
        total=money(order.total, order.currency),
        payment=payment_words(order.payment),
        state=state_view(order),
    )


def part_links(found: OrdersPage, filters: OrderFilters) -> list[PartLink]:
    """All orders, and each part, with the other filters kept."""
    kept = filters.as_asked() | {"state": ""}
    every = PartLink(_("All"), _list_url(kept), number(found.every), filters.part is None)
    return [every] + [
        PartLink(
            part_word(part),
            _list_url(kept | {"state": part.value}),
            number(found.counts[part]),
            filters.part is part,
        )
        for part in Part
    ]


def part_word(part: Part) -> str:
    """The name of a part of the list."""
    if part is Part.UNPAID:
        return str(pgettext("orders", "Delivered, not paid"))
    return state_word(OrderState(part.value))


def list_words(found: OrdersPage, filters: OrderFilters) -> ListWords:
    """How many were found and what they come to."""
    cancelled = found.counts[Part.CANCELLED] if filters.part is None else 0
    count = found.page.total - cancelled
    told = ngettext("%(shown)s order", "%(shown)s orders", count, shown=number(count))
    sums = " + ".join(money(amount, currency) for currency, amount in sorted(found.sums.items()))
    also = ngettext("and %(shown)s cancelled", "and %(shown)s cancelled", cancelled,
                    shown=number(cancelled))  # fmt: skip
    return ListWords(str(told), sums, str(also) if cancelled else "", _nothing(filters))


def bulk_marks() -> list[tuple[str, str]]:
    """The marks that can be given to many orders at once."""
    return [(mark.value, mark_label(mark)) for mark in (Mark.PAID, Mark.DELIVERED)] + [
        (Mark.CANCELLED.value, str(_("Cancel orders")))
    ]


def sorts() -> list[tuple[str, str]]:
    """The orders of the list."""
    return [
        (Sort.NEWEST.value, _("Newest first")),
        (Sort.OLDEST.value, _("Oldest first")),
        (Sort.NAME.value, _("Name")),
        (Sort.LARGEST.value, _("Largest amount first")),
    ]


def _list_url(asked: dict[str, Any]) -> str:
    return url_for("studio.orders", **{name: value for name, value in asked.items() if value})


def _nothing(filters: OrderFilters) -> str:
    """The filters in words, for a list that they have left empty."""
    if filters.q and not filters.part:
        return str(_("No order here matches %(q)s.", q=quoted(filters.q)))
    if filters.part:
        state = quoted(part_word(filters.part))
        if filters.q:
            return str(_("No order in %(state)s matches %(q)s.", state=state, q=quoted(filters.q)))
        return str(_("No order in %(state)s with these filters.", state=state))
    return str(_("No order with these filters."))
