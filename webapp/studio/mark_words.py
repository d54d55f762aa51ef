"""What marking orders will do, and what it did, in counted words; the same plan says both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.domain.orders import Mark, Marked, MarkPlan, Refused
from webapp.web.order_state_words import mark_label, refusal_words
from webapp.web.words import number

_MOST_NAMED = 12


@dataclass(frozen=True)
class Row:
    """One consequence: an icon, the fact in bold, and why or what below."""

    icon: str
    fact: str
    why: str = ""


def title(plan: MarkPlan) -> str:
    """The window's question."""
    count = len(plan.changing)
    if not count:
        return str(_("There is nothing to mark"))
    if plan.mark not in _TITLES:
        return f"{mark_label(plan.mark)}?"
    return _TITLES[plan.mark](count, _numbers(plan.changing))


def rows(plan: MarkPlan) -> list[Row]:
    """Everything that marking does, and what stays as it is."""
    found = []
    if plan.changing:
        found.append(Row(_ICONS[plan.mark], done(plan), _numbers(plan.changing)))
    if plan.told:
        found.append(Row("mail", _told(len(plan.told)), _numbers(plan.told)))
    if plan.mark is Mark.CANCELLED and plan.paid:
        found.append(Row("credit-card", _paid(len(plan.paid)), _numbers(plan.paid)))
    return found + [Row("info", fact, numbers) for fact, numbers in _staying(plan)]


def done(plan: MarkPlan) -> str:
    """'12 orders are marked as paid.'"""
    return _DONE[plan.mark](len(plan.changing))


def outcome(plan: MarkPlan) -> str:
    """What was done and what stays, with its numbers: nothing is passed over in silence."""
    said = [done(plan)] if plan.changing else [str(_("Nothing was changed."))]
    said += [f"{fact} {numbers}".strip() for fact, numbers in _staying(plan)]
    return " ".join(said)


def _staying(plan: MarkPlan) -> list[tuple[str, str]]:
    """Per reason how many stay as they are, and which."""

    def reason(refused: Refused) -> str:
        return refused.reason.value

    found = []
    for _reason, group in groupby(sorted(plan.staying, key=reason), key=reason):
        refused = list(group)
        count, why = len(refused), refusal_words(refused[0].reason)
        fact = ngettext(
            "%(shown)s order stays as it is: it %(why)s.",
            "%(shown)s orders stay as they are: each %(why)s.",
            count,
            shown=number(count),
            why=why,
        )
        found.append((str(fact), _numbers([each.order for each in refused])))
    return found


def _numbers(orders: Sequence[Marked]) -> str:
    """'1001, 1002' and how many more."""
    named = ", ".join(str(order.number) for order in orders[:_MOST_NAMED])
    more = len(orders) - _MOST_NAMED
    if more <= 0:
        return named
    return str(ngettext("%(named)s and %(num)s more", "%(named)s and %(num)s more", more,
                        named=named))  # fmt: skip


def _told(count: int) -> str:
    return str(
        ngettext(
            "%(shown)s customer is told by mail that the files are ready.",
            "%(shown)s customers are told by mail that their files are ready.",
            count,
            shown=number(count),
        )
    )


def _paid(count: int) -> str:
    return str(
        ngettext(
            "%(shown)s of them is paid: the money does not go back by itself.",
            "%(shown)s of them are paid: the money does not go back by itself.",
            count,
            shown=number(count),
        )
    )


_ICONS = {
    Mark.PAID: "credit-card",
    Mark.NOT_PAID: "undo-2",
    Mark.DELIVERED: "truck",
    Mark.NOT_DELIVERED: "undo-2",
    Mark.CANCELLED: "ban",
    Mark.REOPENED: "undo-2",
}
_TITLES: dict[Mark, Callable[[int, str], str]] = {
    Mark.PAID: lambda n, numbers: ngettext(
        "Mark order %(numbers)s as paid?", "Mark %(num)s orders as paid?", n, numbers=numbers
    ),
    Mark.DELIVERED: lambda n, numbers: ngettext(
        "Mark order %(numbers)s as delivered?",
        "Mark %(num)s orders as delivered?",
        n,
        numbers=numbers,
    ),
    Mark.CANCELLED: lambda n, numbers: ngettext(
        "Cancel order %(numbers)s?", "Cancel %(num)s orders?", n, numbers=numbers
    ),
}
_DONE: dict[Mark, Callable[[int], str]] = {
    Mark.PAID: lambda n: ngettext(
        "%(shown)s order is marked as paid.",
        "%(shown)s orders are marked as paid.",
        n,
        shown=number(n),
    ),
    Mark.NOT_PAID: lambda n: ngettext(
        "%(shown)s order is not marked as paid any more.",
        "%(shown)s orders are not marked as paid any more.",
        n,
        shown=number(n),
    ),
    Mark.DELIVERED: lambda n: ngettext(
        "%(shown)s order is marked as delivered.",
        "%(shown)s orders are marked as delivered.",
        n,
        shown=number(n),
    ),
    Mark.NOT_DELIVERED: lambda n: ngettext(
        "%(shown)s order is not marked as delivered any more.",
        "%(shown)s orders are not marked as delivered any more.",
        n,
        shown=number(n),
    ),
    Mark.CANCELLED: lambda n: ngettext(
        "%(shown)s order is cancelled.",
        "%(shown)s orders are cancelled.",
        n,
        shown=number(n),
    ),
    Mark.REOPENED: lambda n: ngettext(
        "%(shown)s order is reopened.",
        "%(shown)s orders are reopened.",
        n,
        shown=number(n),
    ),
}
