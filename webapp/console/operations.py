"""The operations page: whether the program does its work, and what somebody has to do."""

from typing import Any

from flask import Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console.blueprint import bp
from webapp.console.clock_words import clock_view, instant, outbox_view
from webapp.console.guard import actor
from webapp.console.links import studio_url
from webapp.console.operations_rows import stock_rows, work_rows
from webapp.console.program_rows import program_facts, task_views, worker_views
from webapp.queries.clock_hold import released_holds
from webapp.queries.clock_release import release_facts
from webapp.queries.operations import Operations, look
from webapp.use_cases import hold_outbox
from webapp.use_cases.release_clock import release_clock as release_held_clock
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/operations")
@policy.console("operate")
def operations() -> Response:
    """Every figure with a judgement; htmx asks for the figures alone, now and then."""
    now, machine_now = clock.now(), clock.machine_now()
    seen = look(now=now, machine_now=machine_now, data=current_app.config["SHELFLIFE"].data)
    work, stock = work_rows(seen, now=now), stock_rows(seen, machine_now=machine_now)
    workers = worker_views(seen, machine_now=machine_now)
    tasks = task_views(seen, machine_now=machine_now)
    facts = program_facts(now=now, machine_now=machine_now)
    advised = [each for rows in (work, stock, workers, facts) for each in rows if each.advice]
    return render(
        "console/operations.html",
        work=work,
        stock=stock,
        workers=workers,
        tasks=tasks,
        facts=facts,
        failed=[(studio_url(each.studio_id), each) for each in seen.failed],
        concerns=len(advised) + sum(task.is_failing for task in tasks) + _at_large(seen),
        has_worker=seen.has_worker,
        looked_at=instant(machine_now),
        **_holds(seen),
    )


@bp.post("/operations/clock/release")
@policy.console("operate")
def release_clock() -> AnyResponse:
    """What acts by the clock goes on; recorded with the name of who released it."""
    hold_id = request.form.get("hold") or abort(400)
    if release_held_clock(hold_id, by=actor(), now=clock.machine_now()):
        flash(_("Released. What is due is done within a minute."), "done")
    else:
        flash(_("This hold was released already, or the clock has jumped once more."), "info")
    return go_to(url_for("console.operations"))


@bp.post("/operations/outbox/release")
@policy.console("operate")
def release_outbox() -> AnyResponse:
    """This installation is the one that sends."""
    gate = hold_outbox.gate_of(current_app.config["SHELFLIFE"].data)
    if hold_outbox.release(gate, by=actor()):
        flash(_("Released. Messages go out now."), "done")
    else:
        flash(_("The outbox was released already."), "info")
    return go_to(url_for("console.operations"))


def _at_large(seen: Operations) -> int:
    """How much there is to look at that is no line of a table: no worker, what is held."""
    held = (seen.clock_hold, seen.outbox_held)
    return (not seen.has_worker) + sum(each is not None for each in held)


def _holds(seen: Operations) -> dict[str, Any]:
    """What is held, and what a release sets off: counted only where something is held."""
    clock_held = outbox_held = None
    machine_now = clock.machine_now()
    if seen.clock_hold is not None:
        facts = release_facts(now=clock.now(), machine_now=machine_now)
        clock_held = clock_view(seen.clock_hold, facts, machine_now=machine_now)
    if seen.outbox_held is not None:
        outbox_held = outbox_view(seen.outbox_held, seen.waiting)
    past = [(instant(hold.released_at), hold) for hold in released_holds() if hold.released_at]
    return {"clock_held": clock_held, "outbox_held": outbox_held, "released": past}
