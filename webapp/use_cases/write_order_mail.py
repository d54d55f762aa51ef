"""An order is confirmed by mail, in the transaction that places it: what, how, where to (C10).

Such mails are asked for: they come at any time of day, also to who wants no other messages (C8).
"""

from datetime import datetime

from babel import Locale
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.delivery.mail import Mailbox
from webapp.domain.archiving import local_day
from webapp.domain.downloads import Open
from webapp.domain.payment import COLLECTION, Redirect
from webapp.models.order import Order, OrderLine
from webapp.models.studio import Studio
from webapp.queries.ways_to_pay import way_of
from webapp.use_cases import links, outbox
from webapp.use_cases.letter_words import day_words, money_words
from webapp.use_cases.letters import FootLine, Letter, Part


def write_order_mail(session: Session, studio: Studio, order: Order, *, now: datetime) -> None:
    """Put the confirmation of the order into the outbox, once; in the order's language."""
    with force_locale(order.language):
        letter = _letter(studio, order)
    outbox.put_mail(
        session,
        studio,
        letter,
        Mailbox(order.email, order.name),
        kind="order",
        now=now,
        customer_id=order.customer_id,
        once=f"order {order.id}",
    )


def _letter(studio: Studio, order: Order) -> Letter:
    day = day_words(local_day(order.placed_at, studio.time_zone), order.language)
    rows = tuple(row for line in order.lines for row in _rows(order, line))
    reached = " · ".join(each for each in (studio.name, studio.email, studio.phone) if each)
    return Letter(
        sender=studio.name,
        language=order.language,
        subject=_("Your order %(number)s at %(studio)s", number=order.number, studio=studio.name),
        preheader=_("It is placed. To pay: %(total)s.", total=_money(order, order.total)),
        parts=(
            Part(_("Thank you, %(name)s.", name=order.name), is_typed=True),
            Part(_("This is your order %(number)s of %(day)s:", number=order.number, day=day)),
            Part(rows=rows),
            Part(rows=_totals(order)),
            *_payment(order, studio),
            *_files(order, studio),
            *_goes_to(order),
            Part(_("Look at the order"), button=links.order_link(studio, order.token)),
            Part(_("What you have ordered stays yours.")),
        ),
        footer=(FootLine(reached),),
    )


def _rows(order: Order, line: OrderLine) -> list[tuple[str, str]]:
    """What was ordered and its price; below it what a package holds, and the note on the crop."""
    price = _money(order, line.unit_price * line.quantity)
    rows = [(f"{_what(line)} · {line.job_name}", price)]
    if line.parts:
        rows.append((", ".join(f"{part['quantity']} × {part['name']}" for part in line.parts), ""))
    if line.note:
        rows.append((_("Your note: %(note)s", note=line.note), ""))
    return rows


def _what(line: OrderLine) -> str:
    facts = {"quantity": line.quantity, "product": line.product_name}
    if line.photo_number is not None:
        number = f"{line.photo_number:04d}"
        return str(_("%(quantity)s × %(product)s, picture %(number)s", number=number, **facts))
    whose = line.person_name or line.group_name
    if whose:
        return str(_("%(quantity)s × %(product)s, all pictures of %(whose)s", whose=whose, **facts))
    return str(_("%(quantity)s × %(product)s, all pictures", **facts))


def _totals(order: Order) -> tuple[tuple[str, str], ...]:
    """What is to be paid and what of it is for the delivery and the tax, where there is any."""
    rows = [(_("To pay"), _money(order, order.total))]
    if order.shipping:
        rows.insert(0, (_("Delivery"), _money(order, order.shipping)))
    if order.tax:
        rows.append((_("Of which VAT"), _money(order, order.tax)))
    return tuple(rows)


def _payment(order: Order, studio: Studio) -> list[Part]:
    """How it is paid: the studio's own words, and the order's number as the reference."""
    step = way_of(studio, order.payment).next_step(order.number, order.total)
    total = _money(order, order.total)
    if isinstance(step, Redirect):
        return [Part(_("Pay %(total)s", total=total), button=step.url)]
    if order.payment == COLLECTION:
        words = _("You pay %(total)s when you collect your order.", total=total)
    elif step.words:
        words = _("Transfer %(total)s to this account:", total=total)
    else:
        words = _("%(studio)s sends you an invoice of %(total)s.", studio=studio.name, total=total)
    parts = [Part("\n".join(each for each in (words, step.words) if each))]
    if step.words and step.reference:
        parts.append(Part(_("Reference: order %(number)s", number=step.reference)))
    return parts


def _files(order: Order, studio: Studio) -> list[Part]:
    """Until when bought files can be fetched (A9)."""
    if order.downloads_until is None:
        return []
    last = Open(order.downloads_until).last_day(studio.time_zone)
    words = _(
        "As soon as it is paid you can fetch your files on the page of your order, until the end of"
        " %(day)s.",
        day=day_words(last, order.language),
    )
    return [Part(words)]


def _goes_to(order: Order) -> list[Part]:
    if not order.street:
        return []
    country = str(Locale.parse(order.language).territories.get(order.country, order.country))
    where = (order.name, order.street, f"{order.postcode} {order.city}", country)
    return [Part("\n".join((f"{_('Goes to')}:", *where)), is_typed=True)]


def _money(order: Order, amount: int) -> str:
    return money_words(amount, order.currency, order.language)
