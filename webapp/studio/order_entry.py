"""Entering an order for somebody who came too late, also of an archived job (A9)."""

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.product_kinds import ProductKind
from webapp.models.job import Job
from webapp.queries.order_entry import (
    Choice,
    choice_of,
    customers_of,
    found_people,
    last_order_of,
    photos_to_order,
    products_to_order,
)
from webapp.queries.ways_to_pay import ways_of
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.order_entry_form import OrderEntryForm
from webapp.use_cases.enter_order import (
    NotOrderable,
    Plan,
    TotalChanged,
    enter_order,
    plan_entry,
)
from webapp.web import policy
from webapp.web.countries import country_of_zone
from webapp.web.rendering import go_to, render


@bp.get("/jobs/<id:job_id>/orders/new")
@policy.studio
@policy.not_on_behalf
def new_order(job_id: str) -> Response:
    """Whose pictures; once that is known, the form."""
    job = own_job(job_id)
    choice = _choice(job)
    if choice is None:
        return _page(job, None)
    form = OrderEntryForm(
        formdata=None,
        country=country_of_zone(g.studio.time_zone),
        language=g.studio.language,
    )
    has_sets = any(each.kind == ProductKind.DIGITAL_ALL for each in products_to_order(job))
    return _page(job, choice, form=form.begin(choice, has_sets=has_sets))


@bp.post("/jobs/<id:job_id>/orders/new")
@policy.studio
@policy.not_on_behalf
def save_new_order(job_id: str) -> AnyResponse:
    """A pressed button fills the form in, looks at the total, or enters the order."""
    job, choice = own_job(job_id), None
    choice = _choice(job)
    form = _offered(OrderEntryForm(), job)
    pressed = request.form.get("do", "")
    if pressed.startswith("add-"):
        form.add_line(photo_id=pressed.removeprefix("add-"))
        return _page(job, choice, form=form)
    if pressed == "take-over":
        _take_over(form, job)
        return _page(job, choice, form=form)
    return _enter(job, choice, form, is_sure=pressed == "enter")


def _enter(job: Job, choice: Choice | None, form: OrderEntryForm, *, is_sure: bool) -> AnyResponse:
    """Plan, show, apply: the order is entered at the total that stood on the page."""
    is_valid = form.validate()
    plan = _plan(job, form)
    has_address = plan is None or not plan.needs_address or form.has_address()
    if not is_valid or plan is None or not has_address:
        return _page(job, choice, form=form, plan=plan, status=422)
    if not is_sure:
        return _page(job, choice, form=form, plan=plan)
    entry = form.entry(needs_address=plan.needs_address)
    try:
        order_id = enter_order(g.studio.id, job.id, entry, by=actor(), now=clock.now())
    except (NotOrderable, TotalChanged):
        form.form_errors.append(_("Nothing was entered: the total has changed. Look at it again."))
        return _page(job, choice, form=form, plan=_plan(job, form), status=422)
    flash(_("The order is entered."), "done")
    return go_to(url_for("studio.order", order_id=order_id))


def _plan(job: Job, form: OrderEntryForm) -> Plan | None:
    """What the lines cost as they are now; None where they can't be ordered so."""
    if not form.wanted:
        return None
    try:
        return plan_entry(g.studio, job, form.wanted, form.payment.data or "")
    except NotOrderable:
        form.form_errors.append(
            _("Some of this can’t be ordered any more: it was deleted or is no longer sold.")
        )
        return None


def _take_over(form: OrderEntryForm, job: Job) -> None:
    chosen = form.customer.data
    customer = next((each for each in customers_of(job.id) if each.id == chosen), None)
    form.take_over(customer, last_order_of(customer.id) if customer else None)


def _choice(job: Job) -> Choice | None:
    """The pictures that the address names."""
    return choice_of(job.id, _asked())


def _asked() -> str:
    """A key, picture numbers or words to look for, as the address says."""
    return request.args.get("of", "").strip()


def _offered(form: OrderEntryForm, job: Job) -> OrderEntryForm:
    return form.offer(
        products_to_order(job),
        customers_of(job.id),
        ways_of(g.studio, is_printed=True),
        currency=g.studio.currency,
    )


@dataclass(frozen=True)
class Row:
    """A picture (or all pictures of a code) with its lines; `is_last`: of the picture."""

    line: Any
    photo_id: str
    label: str
    is_first: bool
    is_last: bool


def _rows(form: OrderEntryForm, job: Job) -> list[Row]:
    """The lines, those of a picture together, in the order in which the pictures came."""
    ids = [line.form.photo.data or "" for line in form.lines]
    photos = photos_to_order(job.id, [each for each in ids if each])
    first = {photo_id: at for at, photo_id in reversed(list(enumerate(ids)))}
    last = {photo_id: at for at, photo_id in enumerate(ids)}
    lines = sorted(enumerate(form.lines), key=lambda pair: (first[ids[pair[0]]], pair[0]))
    return [
        Row(
            line=line.form,
            photo_id=ids[at] if ids[at] in photos else "",
            label=photos[ids[at]].label if ids[at] in photos else "",
            is_first=first[ids[at]] == at,
            is_last=last[ids[at]] == at,
        )
        for at, line in lines
    ]


def _page(
    job: Job,
    choice: Choice | None,
    *,
    form: OrderEntryForm | None = None,
    plan: Plan | None = None,
    status: int = 200,
) -> Response:
    asked = _asked()
    if form is not None:
        _offered(form, job).show_total(plan.totals.total if plan else None)
    return render(
        "studio/order_entry.html",
        status=status,
        whole=status != 200,  # noqa: PLR2004 - it went well
        job=job,
        job_page=job_page(job, "customers"),
        asked=asked,
        words="" if choice and choice.whose else asked,
        choice=choice,
        found=found_people(job.id, asked) if choice is None else [],
        form=form,
        rows=_rows(form, job) if form else [],
        plan=plan,
    )
