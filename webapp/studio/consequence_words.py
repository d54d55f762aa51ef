"""What the confirmation window says: every consequence of a plan as a counted sentence (S5)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from webapp.domain import consequences as of
from webapp.domain.saving import SavePlan
from webapp.domain.status import Move, Status
from webapp.studio.on_sale_words import last_day_words, missing
from webapp.web.words import day, emphasised, number, quoted


@dataclass(frozen=True)
class Row:
    """One row of the window: icon, the counted fact, and why or what then.

    `warning`: what keeps it from being what was meant.
    """

    icon: str
    fact: Markup | str
    why: str = ""
    warning: str = ""


def title(name: str, move: Move) -> str:
    """The deed and its object as a question."""
    job = quoted(name)
    if move.is_reactivation:
        return str(_("Put %(job)s on sale again?", job=job))
    if move.goes_on_sale:
        return str(_("Put %(job)s on sale?", job=job))
    if move.archives:
        return str(_("Archive %(job)s now?", job=job))
    if move.pauses:
        return str(_("Take %(job)s out of the shop for now?", job=job))
    return str(_("Save the settings of %(job)s?", job=job))


def rows(plan: SavePlan) -> list[Row]:
    """The rows of the window, in the order of the plan."""
    said = [row(each) for each in plan.consequences]
    if plan.move.goes_on_sale and not plan.needs_decision:
        said.append(Row("calendar", last_day_words(plan.last_day)))
    if plan.move.pauses and not said:
        said.append(Row("store", _("No customer has opened this job yet."), _kept()))
    return said


def row(consequence: of.Consequence) -> Row:
    """One fact in words; other windows than that of the settings say it the same."""
    return _WORDS[type(consequence)](consequence)


def status_sentence(status: Status, *, current: Status) -> str:
    """What choosing this status in the status control means, in one sentence (S3)."""
    if status is Status.SELLING and current is Status.ARCHIVED:
        return str(_("On sale again. The confirmation window says what will happen."))
    return str(
        {
            Status.SELLING: _("Customers see their photos and order."),
            Status.PLANNING: _("Customers no longer see photos. Nothing is lost."),
            Status.ARCHIVED: _("Pictures leave the shop and every open basket."),
        }[status]
    )


def _kept() -> str:
    return str(_("Photos, codes and orders stay. Put it on sale again whenever you like."))


def _goes_on_sale(c: of.GoesOnSale) -> Row:
    fact = _("Customers can see and order %(photos)s.", photos="%(photos)s")
    return Row("store", emphasised(fact, photos=_photos(c.photos)), warning=missing(c))


def _profile_removed(c: of.ProfileRemoved) -> Row:
    return Row(
        "bell-off",
        emphasised(
            _("The communication profile %(name)s will be removed.", name="%(name)s"),
            name=quoted(c.name),
        ),
        ngettext(
            "The job was archived %(num)s day ago, on %(day)s; after 14 days the profile goes."
            " It is then set to ‘No marketing emails/SMS’.",
            "The job was archived %(num)s days ago, on %(day)s; after 14 days the profile goes."
            " It is then set to ‘No marketing emails/SMS’.",
            c.days_archived,
            day=day(c.archived_on),
        ),
    )


def _availability(c: of.AvailabilityMessages) -> Row:
    already = ngettext(
        "%(num)s customer already got the availability message and will not get it again.",
        "%(num)s customers already got the availability message and will not get it again.",
        c.already,
    )
    if not c.owed:
        since = ngettext(
            "%(num)s registered since. Without a profile they get none either.",
            "%(num)s registered since. Without a profile they get none either.",
            c.since,
        )
        nobody = Markup("<b>{}</b>").format(
            _("Nobody else is written to.") if c.others_told else _("Nobody is written to.")
        )
        told = Markup(" {}").format(already) if c.already else Markup("")
        return Row("mail-check", nobody + told, since if c.since else "")
    owed = Markup("<b>{}</b>").format(
        ngettext(
            "%(num)s customer will get the availability message.",
            "%(num)s customers will get the availability message.",
            c.owed,
        )
    )
    return Row("mail", owed, already if c.already else "")


def _lines_return(c: of.ProductsReturn) -> Row:
    fact = ngettext(
        "%(products)s returns to %(baskets)s.",
        "%(products)s return to %(baskets)s.",
        c.products,
        products=_products(c.products),
        baskets=_baskets(c.baskets),
    )
    return Row(
        "shopping-basket",
        Markup("<b>{}</b>").format(fact),
        _("They had left them; the baskets are still open and the products still sold."),
    )


def _more_time(c: of.MoreTimeGranted) -> Row:
    fact = ngettext(
        "%(num)s person who asked for more time will be told by e-mail.",
        "%(num)s people who asked for more time will be told by e-mail.",
        c.people,
    )
    why = _("The mail says until when they can order. Nobody waits for an answer any more.")
    return Row("clock", Markup("<b>{}</b>").format(fact), why)


def _lines_leave(c: of.ProductsLeave) -> Row:
    return Row(
        "shopping-basket",
        Markup("<b>{}</b>").format(_what_leaves(c.products, c.baskets)),
        _("Each basket says what left and why. They come back if you sell the job again."),
    )


def _products_not_sold(c: of.ProductsNotSold) -> Row:
    fact = not_sold_words(c.products, c.baskets)
    return Row("shopping-basket", Markup("<b>{}</b>").format(fact), not_sold_why())


def not_sold_words(products: int, baskets: int) -> str:
    """'3 products in 2 baskets can’t be ordered any more.'"""
    return str(
        ngettext(
            "%(products)s %(in_baskets)s can’t be ordered any more.",
            "%(products)s %(in_baskets)s can’t be ordered any more.",
            products,
            products=_products(products),
            in_baskets=in_baskets_words(baskets),
        )
    )


def in_baskets_words(count: int) -> str:
    """'in 3 baskets'."""
    return str(ngettext("in %(shown)s basket", "in %(shown)s baskets", count, shown=number(count)))


def not_sold_why() -> str:
    """Why, and what then."""
    return str(
        _("They are on the old price list. The baskets say so; customers choose anew from yours.")
    )


def _access_ends(c: of.AccessEnds) -> Row:
    fact = Markup("<b>{}</b>").format(
        ngettext(
            "%(num)s customer can no longer see or order the pictures.",
            "%(num)s customers can no longer see or order the pictures.",
            c.viewers,
        )
        if c.viewers
        else _("The pictures can no longer be seen or ordered.")
    )
    why = (
        _("They find the job greyed out, with a note on how to reach you.")
        if c.archived
        else _kept()
    )
    return Row("archive" if c.archived else "eye-off", fact, why)


def _messages_cancelled(c: of.MessagesCancelled) -> Row:
    return Row(
        "mail-x",
        Markup("<b>{}</b>").format(
            ngettext(
                "%(num)s planned message is cancelled.",
                "%(num)s planned messages are cancelled.",
                c.messages,
            )
        ),
        _("They would no longer be true."),
    )


def _archived_messages(c: of.ArchivedMessages) -> Row:
    return Row(
        "mail",
        Markup("<b>{}</b>").format(
            ngettext(
                "%(num)s customer is told that the job is archived.",
                "%(num)s customers are told that the job is archived.",
                c.customers,
            )
        ),
    )


def _leaves_at_once(c: of.LeavesAtOnce) -> Row:
    sentence = _(
        "%(day)s has passed: the job leaves the shop at once and is archived.", day="%(day)s"
    )
    return Row("hourglass", emphasised(sentence, day=day(c.archiving_date)))


def _orders_stay(c: of.OrdersStay) -> Row:
    fact = ngettext(
        "%(num)s order stays payable and deliverable.",
        "%(num)s orders stay payable and deliverable.",
        c.orders,
    )
    return Row("receipt-text", fact)


def _what_leaves(lines: int, baskets: int) -> str:
    return str(
        ngettext(
            "%(products)s leaves %(baskets)s.",
            "%(products)s leave %(baskets)s.",
            lines,
            products=_products(lines),
            baskets=_baskets(baskets),
        )
    )


def _photos(count: int) -> str:
    return str(ngettext("%(shown)s photo", "%(shown)s photos", count, shown=number(count)))


def _products(count: int) -> str:
    return str(ngettext("%(shown)s product", "%(shown)s products", count, shown=number(count)))


def _baskets(count: int) -> str:
    return str(ngettext("%(shown)s basket", "%(shown)s baskets", count, shown=number(count)))


_WORDS: dict[type[of.Consequence], Callable[[Any], Row]] = {
    of.GoesOnSale: _goes_on_sale,
    of.ProfileRemoved: _profile_removed,
    of.AvailabilityMessages: _availability,
    of.ProductsReturn: _lines_return,
    of.MoreTimeGranted: _more_time,
    of.ProductsLeave: _lines_leave,
    of.ProductsNotSold: _products_not_sold,
    of.AccessEnds: _access_ends,
    of.MessagesCancelled: _messages_cancelled,
    of.ArchivedMessages: _archived_messages,
    of.LeavesAtOnce: _leaves_at_once,
    of.OrdersStay: _orders_stay,
}
