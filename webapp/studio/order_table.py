"""The columns of the table of orders: one row per line of an order.

Delivery and total of an order stand on its first line only, so that the columns add up. Days are
written 2026-11-23, in the studio's zone; amounts have the decimal mark of the reader's language.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from webapp.domain.archiving import local_day
from webapp.domain.csv_cells import csv_row, decimal, separator_in
from webapp.domain.orders import OrderState
from webapp.web.order_state_words import payment_words, state_word


def heads() -> list[str]:
    """The heads of the columns."""
    return [
        _("Order"), _("Placed on"), _("State"), _("Paid on"), _("Delivered on"), _("Cancelled on"),
        _("Customer"), _("E-mail"), _("Street"), _("Postcode"), _("City"), _("Country"),
        _("Payment"), _("Job"), _("Class"), _("Person"), _("Product"), _("Contents"),
        _("Pictures"), _("Quantity"), _("Unit price"), _("Price"), _("VAT %"), _("Note"),
        _("Delivery"), _("Order total"), _("Currency"),
    ]  # fmt: skip


def table_row(line: Any, pictures: Sequence[int], *, zone: str, language: str) -> str:
    """One line of an order as a row of the table."""
    days = (line.placed_at, line.paid_at, line.delivered_at, line.cancelled_at)
    placed, paid, delivered, cancelled = (_day(each, zone) for each in days)
    is_first = line.position == 1
    cells: list[str | int] = [
        line.number, placed, state_word(OrderState(line.state)), paid, delivered, cancelled,
        line.name, line.email, line.street, line.postcode, line.city, line.country,
        payment_words(line.payment), line.job_name, line.group_name, line.person_name,
        line.product_name, contents(line.parts), " ".join(f"{each:04d}" for each in pictures),
        line.quantity,
        decimal(line.unit_price, language),
        decimal(line.unit_price * line.quantity, language),
        decimal(line.tax_rate, language),
        line.note,
        decimal(line.shipping, language) if is_first else "",
        decimal(line.total, language) if is_first else "",
        line.currency,
    ]  # fmt: skip
    return csv_row(cells, separator=separator_in(language))


def contents(parts: Sequence[dict[str, Any]]) -> str:
    """What a package holds: '2 × Print 13 × 18, 1 × File'."""
    return ", ".join(f"{part['quantity']} × {part['name']}" for part in parts)


def _day(moment: datetime | None, zone: str) -> str:
    return local_day(moment, zone).isoformat() if moment else ""
