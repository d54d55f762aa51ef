"""The clock of the demo and of tests: a bar on every page says what time it is, and turns it."""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask, abort, current_app, g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp import clock
from webapp.config import Config
from webapp.domain.archiving import local_day
from webapp.queries.due_jobs import anything_due
from webapp.web import policy, words
from webapp.web.local_addresses import address_of_this_page, local_address
from webapp.web.rendering import go_to

_STEPS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
}
_PATIENCE_SECONDS = 3.0
_LOOK_SECONDS = 0.1
DEFAULT_ZONE = "Europe/Berlin"


def install(app: Flask, config: Config) -> None:
    """Hang in the bar and its buttons where a clock file is set; elsewhere neither exists."""
    if config.clock_file is None:
        return
    app.context_processor(_facts)
    app.add_url_rule("/demo/clock", "demo_clock", turn_clock, methods=["POST"])


@policy.public
def turn_clock() -> Response:
    """An hour, a day or a week on; back to the page where the button was."""
    if not clock.is_set_by_hand():
        abort(404)
    step = _STEPS.get(request.form.get("step", ""))
    if step is None:
        abort(400)
    clock.set_by_hand(later(clock.now(), step, _zone()))
    _wait_for_the_worker()
    return go_to(local_address(request.args.get("back"), otherwise="/"))


def later(now: datetime, step: timedelta, zone: str) -> datetime:
    """The instant a step later: days keep the time of day on the wall, whatever they last."""
    if step < timedelta(days=1):
        return now + step
    on_the_wall = now.astimezone(ZoneInfo(zone)) + step
    return on_the_wall.astimezone(UTC)


def _wait_for_the_worker() -> None:
    """Whoever turns the clock past a stop wants to see the job archived, not being archived."""
    patience = clock.monotonic() + _PATIENCE_SECONDS
    while anything_due(now=clock.now()) and clock.monotonic() < patience:
        time.sleep(_LOOK_SECONDS)


def _facts() -> dict[str, object]:
    if not clock.is_set_by_hand():
        return {"demo_clock": None}
    url = url_for("demo_clock", back=address_of_this_page())
    is_demo = current_app.config["SHELFLIFE"].demo_marker.is_file()
    doors_url = url_for("front.front") if is_demo and request.endpoint != "front.front" else ""
    return {"demo_clock": {"text": _text(), "brief": _brief(), "url": url, "doors_url": doors_url}}


def _text() -> Markup:
    now, zone = clock.now(), _zone()
    moment = f"{words.day(local_day(now, zone))}, {words.time_of_day(now, zone)}"
    return words.emphasised(_("It is %(moment)s"), moment=moment)


def _brief() -> str:
    """The same where there is little room: 'Mon 23 Nov, 10:00'."""
    now, zone = clock.now(), _zone()
    return f"{words.day(local_day(now, zone), 'row')}, {words.time_of_day(now, zone)}"


def _zone() -> str:
    """The zone of the studio whose page this is; of the demo's, where it is nobody's."""
    studio = g.get("studio")
    return studio.time_zone if studio is not None else DEFAULT_ZONE
