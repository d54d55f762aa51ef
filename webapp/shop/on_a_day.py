"""The shop on another day: what its holder may see with a pass, and nothing is ever changed (H1).

The pages are the shop's own: only who stands there, and which instant is the present, are chosen.
"""

from flask import abort, g, request
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.day_pass import DayPass
from webapp.queries.day_pass import job_as_at
from webapp.queries.visitors import Guest, keys_of_codes
from webapp.web import day_pass
from webapp.web.day_pass_words import Strip, change_url, strip
from webapp.web.rendering import render

_READING = ("GET", "HEAD", "OPTIONS")
_PICTURE = "shop.picture"
_SHOWN = {
    "shop.home",
    "shop.job",
    "shop.photo",
    _PICTURE,
    "shop.basket",
    "shop.stay_informed",
    "shop.more_time",
    "shop.ask_to_forget",
}


def enter(passed: DayPass) -> Response | None:
    """Before a page: as when and as whom it is seen; an answer where the look goes no further."""
    g.guest = None
    if not day_pass.is_good(passed):
        return _over(passed)
    job = job_as_at(passed.studio_id, passed.job_id, at=passed.at, now=clock.now())
    if job is None:
        return _over(passed)
    g.on_a_day, g.seen_job = passed, job
    if not shows((request.view_args or {}).get("job_id", job.id)):
        abort(404)
    if request.method not in _READING or request.endpoint not in _SHOWN:
        return render("shop/only_a_look.html", job=job, status=409, whole=True)
    keys = keys_of_codes(job.id, passed.code_ids, at=passed.at)
    g.now, g.guest = passed.at, Guest("", "", "", keys) if keys else None
    return None


def shows(job_id: str) -> bool:
    """Whether a job is part of what is seen: outside of a look every one is."""
    return not is_look() or bool(g.on_a_day.job_id == job_id)


def is_look() -> bool:
    """Whether this request only looks."""
    return "on_a_day" in g


def strip_here() -> Strip | None:
    """What stands above every page of a look."""
    return strip(g.on_a_day, g.seen_job, now=clock.now()) if is_look() else None


def _over(passed: DayPass) -> Response:
    """It has ended: said once, instead of what was asked for, so that nobody acts by mistake."""
    if request.endpoint == _PICTURE:
        abort(404)
    day_pass.end()
    return render("shop/look_over.html", again_url=change_url(passed), status=409, whole=True)
