"""How an order stands, how it is paid and how long its files are there, for who ordered it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from webapp.domain.archiving import local_day
from webapp.domain.downloads import Cancelled, Downloads, Expired, NotPaid, Open, downloads_of
from webapp.domain.order_tax import tax_rows
from webapp.domain.orders import OrderState, state_of
from webapp.domain.payment import COLLECTION, Instructions, Redirect
from webapp.domain.pricing import PricedLine, Tax
from webapp.models.order import Order, OrderLine
from webapp.models.studio import Studio
from webapp.queries.order_files import BoughtFile, facts_of
from webapp.queries.ways_to_pay import way_of
from webapp.web.countries import country_name
from webapp.web.words import day, time_of_day


@dataclass(frozen=True)
class OrderView:
    """What the order's page says; `pay` None: nothing is left to be paid.

    `has_account`: the studio tells where to transfer money to. `files` says how long files can be
    fetched or why not, '' without any; `can_fetch`: some can now; `has_lost`: the studio deleted
    some (D2). `lines` by shoot and picture; `taxes`: one for each rate, none where the rate of the
    delivery is not on record.
    """

    state: str
    title: str
    sentence: str
    kind: str
    pay: Instructions | None
    is_collected: bool
    has_account: bool
    files: str
    can_fetch: bool
    has_lost: bool
    country: str
    lines: tuple[OrderLine, ...]
    taxes: tuple[Tax, ...]


@dataclass(frozen=True)
class OwnOrder:
    """A row of 'Your orders': the order, and how it stands in a word."""

    order: Order
    state: str


def own_order_row(order: Order) -> OwnOrder:
    """The order as the browser that placed it finds it again."""
    words = {
        OrderState.OPEN: pgettext("order", "Placed"),
        OrderState.PAID: pgettext("order", "Paid"),
        OrderState.DELIVERED: pgettext("order", "Delivered"),
        OrderState.CANCELLED: pgettext("order", "Cancelled"),
    }
    return OwnOrder(order, words[OrderState(order.state)])


def order_view(
    order: Order, studio: Studio, files: Sequence[BoughtFile], *, now: datetime
) -> OrderView:
    """The order in words as it stands at `now`, with the files it bought."""
    state = state_of(
        paid_at=order.paid_at, delivered_at=order.delivered_at, cancelled_at=order.cancelled_at
    )
    downloads = downloads_of(facts_of(order), now=now)
    lost = [file for file in files if not file.is_kept]
    title, sentence = _standing(order, state, studio)
    owes = order.paid_at is None and state is not OrderState.CANCELLED and order.total > 0
    return OrderView(
        state=state.value,
        title=title,
        sentence=sentence,
        kind="silver" if state is OrderState.CANCELLED else "done",
        pay=_instructions(order, studio) if owes else None,
        is_collected=order.payment == COLLECTION,
        has_account=bool(studio.bank_details),
        files=_files_words(downloads, files, studio, now=now),
        can_fetch=isinstance(downloads, Open) and len(lost) < len(files),
        has_lost=bool(lost),
        country=country_name(order.country) if order.country else "",
        lines=tuple(sorted(order.lines, key=_by_picture)),
        taxes=_taxes(order),
    )


def _by_picture(line: OrderLine) -> tuple[str, int, int]:
    """What is of all pictures of somebody comes first."""
    return line.job_name, line.photo_number or 0, line.position


def _taxes(order: Order) -> tuple[Tax, ...]:
    priced = [PricedLine(line.unit_price, line.quantity, line.tax_rate) for line in order.lines]
    found = tax_rows(priced, shipping=order.shipping, tax=order.tax)
    if any(row.rate is None for row in found):
        return ()
    return tuple(Tax(row.rate or 0, row.tax) for row in found)


def _standing(order: Order, state: OrderState, studio: Studio) -> tuple[str, str]:
    def on(moment: datetime | None) -> str:
        return day(local_day(moment or order.placed_at, studio.time_zone))

    if state is OrderState.CANCELLED:
        return _("This order was cancelled"), _("On %(day)s.", day=on(order.cancelled_at))
    if state is OrderState.DELIVERED:
        return _("This order is delivered"), _("On %(day)s.", day=on(order.delivered_at))
    if state is OrderState.PAID:
        return _("This order is paid"), _("On %(day)s.", day=on(order.paid_at))
    return _("Your order is placed"), ""


def _instructions(order: Order, studio: Studio) -> Instructions | None:
    """None where a payment provider has a page of its own for it."""
    step = way_of(studio, order.payment).next_step(order.number, order.total)
    return None if isinstance(step, Redirect) else step


def _files_words(
    downloads: Downloads, files: Sequence[BoughtFile], studio: Studio, *, now: datetime
) -> str:
    """How long files can be fetched or why not; what the studio deleted is left out of it (D2)."""
    said = _time_words(downloads, studio, now=now)
    lost = [file.label for file in files if not file.is_kept]
    if not lost or isinstance(downloads, Cancelled):
        return said
    if len(lost) == len(files):
        return str(
            ngettext(
                "The studio has deleted this picture, so it can no longer be fetched.",
                "The studio has deleted these pictures, so they can no longer be fetched.",
                len(lost),
            )
        )
    without = ngettext(
        "Picture %(numbers)s is no longer among them: the studio has deleted it.",
        "Pictures %(numbers)s are no longer among them: the studio has deleted them.",
        len(lost),
        numbers=", ".join(lost),
    )
    return f"{said} {without}"


def _time_words(downloads: Downloads, studio: Studio, *, now: datetime) -> str:
    match downloads:
        case Open():
            said = _open_words(downloads, studio.time_zone, now=now)
        case NotPaid():
            said = _("You can fetch your files here as soon as the order is paid.")
        case Expired(since):
            said = _(
                "Files can be fetched for 42 days; these ended on %(day)s. Write to the studio: it"
                " can make them available again.",
                day=day(local_day(since, studio.time_zone)),
            )
        case Cancelled():
            said = _("The files of a cancelled order can’t be fetched.")
        case None:
            said = ""
    return str(said)


def _open_words(files: Open, zone: str, *, now: datetime) -> str:
    """The last whole day; on the piece of a day that comes after it, the time."""
    last = files.last_day(zone)
    if local_day(now, zone) <= last:
        return str(_("You can fetch them until the end of %(day)s.", day=day(last)))
    return str(
        _(
            "You can fetch them until %(time)s on %(day)s.",
            time=time_of_day(files.until, zone),
            day=day(local_day(files.until, zone)),
        )
    )
