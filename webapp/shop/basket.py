"""The basket: its lines, what they cost, and what has left it (A8)."""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.baskets import MOST
from webapp.queries.basket_notices import notices
from webapp.shop import visitor
from webapp.shop.forms import NoteForm
from webapp.shop.reading import read_id, read_quantity
from webapp.shop.shoots import archived_on, counter_of
from webapp.shop.visitor import bp, let_in, now, studio_id, visitor_id
from webapp.use_cases.change_basket import change_quantity, write_note
from webapp.use_cases.dismiss_notice import dismiss_notice
from webapp.use_cases.fill_basket import NotOrderable, WrongQuantity
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/basket")
@policy.shop
def basket() -> Response:
    """Everything that lies in it, by shoot, with the totals."""
    return render("shop/basket.html", **basket_facts())


@bp.post("/basket/lines/<id:line_id>")
@policy.shop
def change(line_id: str) -> AnyResponse:
    """Order more, fewer or none of a line; a line that is gone stays gone."""
    quantity = read_quantity(request.form.get("quantity", ""))
    here = visitor_id()
    try:
        if quantity is None:
            raise WrongQuantity
        if here:
            change_quantity(
                studio_id(),
                line_id,
                quantity,
                visitor_id=here,
                now=now(),
                machine_now=clock.machine_now(),
            )
            let_in(None)
    except WrongQuantity:
        flash(wrong_quantity(), "stop")
    except NotOrderable:
        flash(_("These pictures can no longer be ordered."), "stop")
    return redirect(_back(), 303)


@bp.post("/basket/lines/<id:line_id>/note")
@policy.shop
def note(line_id: str) -> AnyResponse:
    """Keep how a print is to be cropped; a line that is gone takes no note."""
    form, here = NoteForm(prefix=f"{line_id}-"), visitor_id()
    if not form.validate():
        return render("shop/basket.html", status=422, **basket_facts({line_id: form}))
    if here:
        write_note(
            line_id, form.note.data, visitor_id=here, now=now(), machine_now=clock.machine_now()
        )
        let_in(None)
    return go_to(url_for("shop.basket", _anchor=f"line-{line_id}"))


@bp.post("/basket/notices/<id:job_id>")
@policy.shop
def hide_notice(job_id: str) -> AnyResponse:
    """The note about what left has been read; the products stay remembered (R5)."""
    here = visitor_id()
    if here:
        dismiss_notice(job_id, visitor_id=here, now=now())
    return go_to(url_for("shop.basket"))


def basket_facts(typed: Mapping[str, NoteForm] | None = None) -> dict[str, Any]:
    """What the basket and the checkout show of it; `typed`: notes to correct, by their line."""
    here, filled = visitor_id(), visitor.basket()
    notes = {
        line.id: NoteForm(formdata=None, prefix=f"{line.id}-", note=line.note)
        for line in filled.orderable
        if line.takes_note
    }
    return {
        "notes": notes | dict(typed or {}),
        "filled": filled,
        "counters": {job.id: counter_of(lines[0].plan, now=now()) for job, lines in filled.by_job},
        "notices": notices(here, now=now()) if here else [],
        "left_on": archived_on,
        "open_until": visitor.ended_reopenings(),
    }


def wrong_quantity() -> str:
    """Why a number of products is refused."""
    return str(_("You can order 1 to %(most)s of each product, and a file once.", most=MOST))


def _back() -> str:
    """To the large view if the change came from there."""
    job_id = read_id(request.form.get("job", ""))
    photo_id = read_id(request.form.get("photo", ""))
    if job_id and photo_id:
        return url_for("shop.photo", job_id=job_id, photo_id=photo_id)
    return url_for("shop.basket")
