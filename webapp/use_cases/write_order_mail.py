"""An order is confirmed by mail, in the transaction that places it: what, how much, where to (C10).

Such mails are asked for: they come at any time of day, also to who wants no other messages (C8).
"""

from datetime import datetime

from babel import Locale
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.delivery.mail import Mailbox
from webapp.domain.archiving import local_day
from webapp.models.order import Order, OrderLine
from webapp.models.studio import Studio
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
    total = _money(order, order.total)
    reached = " · ".join(each for each in (studio.name, studio.email, studio.phone) if each)
    return Letter(
        sender=studio.name,
        language=order.language,
        subject=_("Your order %(number)s at %(studio)s", number=order.number, studio=studio.name),
        preheader=_("It is placed. To pay: %(total)s, by invoice.", total=total),
        parts=(
            Part(_("Thank you, %(name)s.", name=order.name)),
            Part(_("This is your order %(number)s of %(day)s:", number=order.number, day=day)),
            Part(rows=tuple((_line(line), _money(order, _price(line))) for line in order.lines)),
            Part(rows=_totals(order)),
            Part(_goes_to(order)),
            Part(_("%(studio)s sends you an invoice with your order.", studio=studio.name)),
            Part(_("Look at the order"), button=links.order_link(studio, order.token)),
            Part(_("What you have ordered stays yours.")),
        ),
        footer=(FootLine(reached),),
    )


def _line(line: OrderLine) -> str:
    what = _(
        "%(quantity)s × %(product)s, picture %(number)s",
        quantity=line.quantity,
        product=line.product_name,
        number=f"{line.photo_number:04d}",
    )
    return f"{what} · {line.job_name}"


def _totals(order: Order) -> tuple[tuple[str, str], ...]:
    """What is to be paid and what of it is for the delivery and the tax, where there is any."""
    rows = [(_("To pay"), _money(order, order.total))]
    if order.shipping:
        rows.insert(0, (_("Delivery"), _money(order, order.shipping)))
    if order.tax:
        rows.append((_("Of which VAT"), _money(order, order.tax)))
    return tuple(rows)


def _goes_to(order: Order) -> str:
    country = str(Locale.parse(order.language).territories.get(order.country, order.country))
    where = (order.name, order.street, f"{order.postcode} {order.city}", country)
    return "\n".join((f"{_('Goes to')}:", *where))


def _price(line: OrderLine) -> int:
    return line.unit_price * line.quantity


def _money(order: Order, amount: int) -> str:
    return money_words(amount, order.currency, order.language)
