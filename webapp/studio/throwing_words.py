"""What the windows say before something is deleted: counted sentences (S5, D2, D3)."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from webapp.domain import consequences as of
from webapp.domain.deletion import trash_ends_at
from webapp.domain.throwing_away import EmptyFacts, JobDeletionFacts, ThrowFacts
from webapp.queries.needed_photos import NeedingOrder
from webapp.studio.consequence_words import Row, row
from webapp.web.words import day, local, number, quoted, size, time_of_day


def album_title(name: str) -> str:
    """The deed and its object as a question."""
    return str(_("Delete the album %(name)s?", name=quoted(name)))


def photos_title(photos: int) -> str:
    """The same for single photos."""
    words = ngettext(
        "Delete this photo?", "Delete these %(shown)s photos?", photos, shown=number(photos)
    )
    return str(words)


def throw_rows(facts: ThrowFacts, *, zone: str, now: datetime) -> list[Row]:
    """What leaves the shop, what stays, and how long it can be restored."""
    if not facts.photos:
        return [Row("trash-2", _bold(_("The album is empty. It is deleted at once.")))]
    ends_at = trash_ends_at(now)
    until = _(
        "You can restore them for 7 days, until %(day)s, %(time)s. Then they are deleted for good.",
        day=day(local(ends_at, zone)),
        time=time_of_day(ends_at, zone),
    )
    rows = [Row("trash-2", _bold(_into_the_trash(facts)), until)]
    if facts.products:
        rows.append(_products(facts))
    rows.append(_customers(facts))
    rows.append(
        Row(
            "hard-drive",
            _("Storage is freed only then, or when you empty the trash."),
        )
    )
    rows.append(Row("chart-column", _("The statistics of the job stay.")))
    return rows


def job_rows(facts: JobDeletionFacts) -> list[Row]:
    """What goes with a job for good, and what stays of it."""
    people = _not_nought(_people(facts))
    rows = [_job_pictures(facts)]
    if people:
        kind = _("Its codes lead customers to a kind note.") if facts.codes else ""
        rows.append(Row("users", _bold(", ".join(people)), kind))
    rows.append(Row("chart-column", _("The statistics and the history of the job go too.")))
    if facts.orders:
        stay = ngettext(
            "%(shown)s order stays in the list of orders.",
            "%(shown)s orders stay in the list of orders.",
            facts.orders,
            shown=number(facts.orders),
        )
        rows.append(Row("receipt-text", stay, _("With what was bought, for your bookkeeping.")))
    return rows


def _job_pictures(facts: JobDeletionFacts) -> Row:
    pictures = _not_nought(_pictures(facts))
    if facts.original_bytes:
        pictures.append(size(facts.original_bytes))
    if facts.in_trash:
        pictures.append(_("%(shown)s of the photos in the trash", shown=number(facts.in_trash)))
    if not pictures:
        return Row("images", _("It has no photos."))
    return Row("images", _bold(", ".join(pictures)), _("They do not go into the trash."))


def empty_rows(facts: EmptyFacts) -> list[Row]:
    """What emptying the trash deletes, and what it frees."""
    photos = ngettext(
        "%(shown)s photo is deleted for good.",
        "%(shown)s photos are deleted for good.",
        facts.photos,
        shown=number(facts.photos),
    )
    freed = _("%(size)s of storage are free at once.", size=size(facts.original_bytes))
    return [
        Row("trash-2", _bold(photos), _("This cannot be undone.")),
        Row("hard-drive", freed),
    ]


def refusal_words(orders: Sequence[NeedingOrder]) -> str:
    """Why pictures stay, and what helps: delivering or cancelling, or only waiting (D4)."""
    if not any(order.is_to_deliver or order.is_to_pay for order in orders):
        told = ngettext(
            "One order needs these pictures: what was bought can still be fetched. Wait until that"
            " is over.",
            "%(num)s orders need these pictures: what was bought can still be fetched. Wait until"
            " that is over.",
            len(orders),
        )
        return str(told)
    told = ngettext(
        "One order needs these pictures. Deliver or cancel it first; bought files can be fetched"
        " for a while.",
        "%(num)s orders need these pictures. Deliver or cancel them first; bought files can be"
        " fetched for a while.",
        len(orders),
    )
    return str(told)


def needing_words(order: NeedingOrder, *, zone: str) -> str:
    """'Anna Berger · 2 pictures', and until when its files can be fetched or why it waits."""
    parts = [order.name]
    if order.photos:
        parts.append(ngettext("%(num)s picture", "%(num)s pictures", order.photos))
    if order.is_to_pay:
        parts.append(to_pay_words())
    elif not order.is_to_deliver and order.until is not None:
        until = day(local(order.until, zone), "plain")
        parts.append(_("files can be fetched until %(day)s", day=until))
    return " · ".join(parts)


def to_pay_words() -> str:
    """Why an order that is delivered needs pictures still, and how the studio can end that (A9)."""
    return str(
        _(
            "not paid yet, and paying opens its files for 42 days. If no payment comes, take back"
            " ‘delivered’ and cancel the order"
        )
    )


def _pictures(facts: JobDeletionFacts) -> list[tuple[int, str]]:
    albums, photos = facts.albums, facts.photos
    return [
        (albums, ngettext("%(shown)s album", "%(shown)s albums", albums, shown=number(albums))),
        (photos, ngettext("%(shown)s photo", "%(shown)s photos", photos, shown=number(photos))),
    ]


def _people(facts: JobDeletionFacts) -> list[tuple[int, str]]:
    people, codes, customers = facts.people, facts.codes, facts.customers
    registered = ngettext(
        "%(shown)s registration of a customer",
        "%(shown)s registrations of customers",
        customers,
        shown=number(customers),
    )
    messages = ngettext(
        "%(shown)s message", "%(shown)s messages", facts.messages, shown=number(facts.messages)
    )
    return [
        (people, ngettext("%(shown)s person", "%(shown)s people", people, shown=number(people))),
        (codes, ngettext("%(shown)s code", "%(shown)s codes", codes, shown=number(codes))),
        (customers, registered),
        (facts.messages, messages),
    ]


def _not_nought(figures: list[tuple[int, str]]) -> list[str]:
    return [words for figure, words in figures if figure]


def _into_the_trash(facts: ThrowFacts) -> str:
    words = ngettext(
        "%(shown)s photo, %(size)s, goes into the trash.",
        "%(shown)s photos, %(size)s, go into the trash.",
        facts.photos,
        shown=number(facts.photos),
        size=size(facts.original_bytes),
    )
    return str(words)


def _products(facts: ThrowFacts) -> Row:
    leave = row(of.ProductsLeave(facts.products, facts.baskets))
    why = _("Each basket says what left. It comes back if you restore the pictures.")
    return Row(leave.icon, leave.fact, why)


def _customers(facts: ThrowFacts) -> Row:
    if not facts.customers:
        return Row("eye-off", _("Nobody who is registered loses all pictures of the job."))
    fact = ngettext(
        "%(shown)s customer sees no picture of the job any more.",
        "%(shown)s customers see no picture of the job any more.",
        facts.customers,
        shown=number(facts.customers),
    )
    return Row("eye-off", _bold(fact), _("Their code leads to a kind note."))


def _bold(words: str) -> Markup:
    return Markup("<b>{}</b>").format(words)
