"""Mails about an order after it was placed: files ready or renewed, or it is cancelled (A9, C8).

Such mails are asked for: they come at any time of day, also to who wants no other messages.
"""

from collections.abc import Callable
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.delivery.mail import Mailbox
from webapp.domain.archiving import local_day
from webapp.domain.downloads import Open
from webapp.models.order import Order
from webapp.models.studio import Studio
from webapp.queries.order_marks import files_key
from webapp.use_cases import links, outbox
from webapp.use_cases.letter_words import day_words
from webapp.use_cases.letters import FootLine, Letter, Part


def write_files_mail(session: Session, studio: Studio, order: Order, *, now: datetime) -> bool:
    """Tell the customer, once ever, that the files of the order can be fetched (A9).

    Whether the mail was written now. `order` has files (`downloads_until`).
    """
    return _write(session, studio, order, _files_letter, once=files_key(order), now=now)


def write_renewed_mail(session: Session, studio: Studio, order: Order, *, now: datetime) -> bool:
    """Tell the customer that the files, renewed at `now`, can be fetched until a later day (A9)."""
    once = f"order {order.id} renewed {now:%Y-%m-%dT%H:%M:%S}"
    return _write(session, studio, order, _renewed_letter, once=once, now=now)


def write_cancelled_mail(session: Session, studio: Studio, order: Order, *, now: datetime) -> bool:
    """Tell the customer that the order was cancelled at `now`."""
    once = f"order {order.id} cancelled {now:%Y-%m-%dT%H:%M:%S}"
    return _write(session, studio, order, _cancelled_letter, once=once, now=now)


def _write(
    session: Session,
    studio: Studio,
    order: Order,
    letter: Callable[[Studio, Order], Letter],
    *,
    once: str,
    now: datetime,
) -> bool:
    if not order.email:
        return False
    with force_locale(order.language):
        written = letter(studio, order)
    row = outbox.put_mail(
        session,
        studio,
        written,
        Mailbox(order.email, order.name),
        kind="order",
        now=now,
        customer_id=order.customer_id,
        once=once,
    )
    return row is not None


def _files_letter(studio: Studio, order: Order) -> Letter:
    until = _("You can fetch them until %(day)s.", day=_last_day(studio, order))
    paid = _(
        "your order %(number)s at %(studio)s is paid. The pictures that you bought as"
        " files are ready.",
        number=order.number,
        studio=studio.name,
    )
    subject = _("Your files are ready: order %(number)s", number=order.number)
    return _letter(studio, order, subject, until, Part(paid), _to_files(studio, order), Part(until))


def _renewed_letter(studio: Studio, order: Order) -> Letter:
    day = _last_day(studio, order)
    again = _(
        "the files of your order %(number)s at %(studio)s can be fetched again until %(day)s.",
        number=order.number,
        studio=studio.name,
        day=day,
    )
    subject = _("More time for your files: order %(number)s", number=order.number)
    until = _("You can fetch them until %(day)s.", day=day)
    return _letter(studio, order, subject, until, Part(again), _to_files(studio, order))


def _cancelled_letter(studio: Studio, order: Order) -> Letter:
    cancelled = _(
        "%(studio)s has cancelled your order %(number)s of %(day)s.",
        studio=studio.name,
        number=order.number,
        day=day_words(local_day(order.placed_at, studio.time_zone), order.language),
    )
    subject = _("Your order %(number)s was cancelled", number=order.number)
    money = _money_words(studio, order)
    return _letter(studio, order, subject, money, Part(cancelled), Part(money))


def _letter(studio: Studio, order: Order, subject: str, preheader: str, *parts: Part) -> Letter:
    """What all of them share: whom it greets, and how the studio is reached."""
    reached = " · ".join(each for each in (studio.name, studio.email, studio.phone) if each)
    return Letter(
        sender=studio.name,
        language=order.language,
        subject=subject,
        preheader=preheader,
        parts=(Part(_("Hello %(name)s,", name=order.name), is_typed=True), *parts),
        footer=(FootLine(reached),),
    )


def _to_files(studio: Studio, order: Order) -> Part:
    return Part(_("Fetch the files"), button=links.order_link(studio, order.token))


def _last_day(studio: Studio, order: Order) -> str:
    files = Open(order.downloads_until or order.placed_at)
    return day_words(files.last_day(studio.time_zone), order.language)


def _money_words(studio: Studio, order: Order) -> str:
    if order.paid_at is None:
        return str(
            _(
                "There is nothing to pay. If you have paid already, %(studio)s gets in touch with"
                " you.",
                studio=studio.name,
            )
        )
    return str(_("%(studio)s gets in touch with you about what you paid.", studio=studio.name))
