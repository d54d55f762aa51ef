"""Marking orders, one or many: the window counts what will happen, and pressed there it does."""

from collections.abc import Sequence

from flask import Response, abort, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.orders import Mark, MarkPlan, plan_marks
from webapp.queries.order_marks import chosen_orders
from webapp.studio import mark_words
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.use_cases.mark_orders import mark_orders
from webapp.web import policy
from webapp.web.local_addresses import local_address
from webapp.web.order_state_words import mark_label
from webapp.web.rendering import go_to, render

AT_ONCE = "at-once"


@bp.post("/orders/marks")
@policy.studio
@policy.on_behalf
def mark_chosen() -> AnyResponse:
    """The window; once confirmed the deed, and back to where it was asked for.

    If an order was marked by somebody else meanwhile, the window asks again (S5). 404 for a mark or
    an order that there is not.
    """
    mark, order_ids = _asked_mark(), list(dict.fromkeys(request.form.getlist("order")))
    back = local_address(request.form.get("back"), otherwise=url_for("studio.orders"))
    if not order_ids:
        flash(_("No order is ticked."), "info")
        return go_to(back)
    now = clock.now()
    plan = _plan(order_ids, mark)
    if not _is_confirmed(plan):
        return _window(plan, order_ids, back)
    tell = bool(request.form.get("tell"))
    plan = mark_orders(g.studio.id, order_ids, mark, by=actor(), now=now, tell=tell)
    flash(mark_words.outcome(plan), "done" if plan.changing else "info")
    return go_to(back)


def _is_confirmed(plan: MarkPlan) -> bool:
    """Whether the window was shown with this very plan; one order's own page asks of no plan."""
    confirmed = request.form.get("confirmed", "")
    is_of_one = len(plan.changing) + len(plan.staying) == 1 and plan.mark is not Mark.CANCELLED
    return confirmed == plan.fingerprint or (is_of_one and confirmed == AT_ONCE)


def _asked_mark() -> Mark:
    asked = request.form.get("mark", "")
    if asked not in tuple(Mark):
        abort(404)
    return Mark(asked)


def _plan(order_ids: Sequence[str], mark: Mark) -> MarkPlan:
    found = chosen_orders(g.studio.id, order_ids)
    if len(found) != len(order_ids):
        abort(404)
    return plan_marks(found, mark)


def _window(plan: MarkPlan, order_ids: Sequence[str], back: str) -> Response:
    return render(
        "studio/marking.html",
        plan=plan,
        title=mark_words.title(plan),
        rows=mark_words.rows(plan),
        label=mark_label(plan.mark) if len(plan.changing) == 1 else _many_label(plan.mark),
        may_tell=plan.mark is Mark.CANCELLED,
        order_ids=order_ids,
        back=back,
    )


def _many_label(mark: Mark) -> str:
    return str(_("Cancel orders")) if mark is Mark.CANCELLED else mark_label(mark)
