"""The shop's door: whose shop this is, who came in, and what their codes open."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, current_app, g, request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.access import Key
from webapp.domain.archiving import ArchivePlan
from webapp.domain.status import Standing
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries import baskets, gallery, visitors
from webapp.queries.gone_pictures import was_deleted
from webapp.queries.reading import only_read
from webapp.queries.reopenings import codes_open_again_until, open_again_until
from webapp.queries.visitors import Guest, OpenedKey
from webapp.shop import on_a_day
from webapp.shop.removed import removed
from webapp.web import day_pass, errors, policy, shop_cookie

_READING = ("GET", "HEAD")
bp = Blueprint("shop", __name__, url_prefix="/shop/<slug:slug>")


@dataclass(frozen=True)
class OpenedJob:
    """A job that the visitor may know of, as it stands now, and what is open to them in it.

    `archived`: those of the codes opened that it is not open for (again) though greyed out.
    """

    job: Job
    standing: Standing
    keys: tuple[Key, ...]
    opened: tuple[OpenedKey, ...]
    plan: ArchivePlan | None
    archived: tuple[OpenedKey, ...]

    @property
    def on_sale(self) -> tuple[OpenedKey, ...]:
        """The codes that open something now, while others of them may still be archived."""
        return tuple(each for each in self.opened if each not in self.archived)


def studio() -> Studio:
    """The studio whose shop this is."""
    found: Studio = g.studio
    return found


def studio_id() -> str:
    """The id of the studio whose shop this is."""
    return str(g.studio_id)


def guest() -> Guest | None:
    """The visitor known by the cookie; None: a browser that has opened nothing yet."""
    found: Guest | None = g.guest
    return found


def visitor_id() -> str | None:
    """The id of the visitor known by the cookie; None also for a look at another day (H1)."""
    here = guest()
    return (here.id or None) if here else None


def marker_id() -> str | None:
    """The same id where there may be favourites; None: nothing was marked in this browser."""
    here = guest()
    return visitor_id() if here and here.held.favourites else None


def now() -> datetime:
    """The one instant that this request takes for the present."""
    found: datetime = g.now
    return found


def basket() -> baskets.Filled:
    """The visitor's pending basket as it is now."""
    if "basket" not in g:
        here = guest()
        empty = baskets.Filled()
        looks = here and here.held.basket
        g.basket = baskets.pending(here.id, here.opened, now=now()) if here and looks else empty
    found: baskets.Filled = g.basket
    return found


def ended_reopenings() -> dict[str, date]:
    """The last days on which archived jobs were open again for who stands here, by job (H3)."""
    here = guest()
    if here is None:
        return {}
    if not here.id:
        return codes_open_again_until([each.code_id for each in here.opened], now=now())
    return open_again_until(here.id, now=now())


def look_again() -> None:
    """Forget what was read of the basket: a deed has come after it."""
    g.pop("basket", None)


def opened_job(job_id: str) -> OpenedJob:
    """A job that the visitor has a code of, or a public one; 404 for all others alike.

    A deleted one says so to whoever knows its address, which nobody can guess (D3).
    """
    job = gallery.find_job(studio_id(), job_id)
    if job is None and was_deleted(studio_id(), job_id):
        abort(removed())
    here = guest()
    opened = here.opened_in(job_id) if here else ()
    access = visitors.access_to(job, opened, now=now()) if job else None
    if job is None or access is None or not access.keys:
        abort(404)
    return OpenedJob(job, access.standing, access.keys, opened, access.plan, access.archived)


def job_on_sale(job_id: str) -> OpenedJob:
    """The same, and its pictures are shown at this very instant; else 404 (S1, A6)."""
    opened = opened_job(job_id)
    if not opened.standing.shows_photos:
        abort(404)
    return opened


def let_in(token: str | None) -> None:
    """Remember the visitor on this browser: the token, new or its own, goes out with the answer."""
    g.token_to_hold = token or shop_cookie.read_token(g.slug)


def see_off() -> None:
    """Forget the visitor on this browser."""
    g.guest, g.token_to_hold = None, None


@bp.url_value_preprocessor
def _take_the_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.slug = (values or {}).pop("slug", "")


@bp.url_defaults
def _add_the_slug(_endpoint: str, values: dict[str, Any]) -> None:
    if "slug" in g:
        values.setdefault("slug", g.slug)


@bp.before_request
def _open_the_door() -> Response | None:
    """Deny by default: a view without the shop's policy does not exist.

    Whoever looks at another day goes in by a door of their own, which changes nothing (H1).
    """
    view = current_app.view_functions.get(request.endpoint or "")
    reads = request.method in _READING
    if reads:
        only_read()
    found = visitors.studio_by_slug(g.slug)
    if found is None or policy.of(view) != "shop":
        abort(404)
    _stand_in(found)
    passed = day_pass.held(found.id)
    if passed:
        return on_a_day.enter(passed)
    token = shop_cookie.read_token(g.slug)
    g.guest = token and visitors.guest_of(
        found.id, token, machine_now=clock.machine_now(), only_reads=reads
    )
    return None


def _stand_in(found: Studio) -> None:
    g.studio, g.studio_id, g.studio_language = found, found.id, found.language
    g.now = clock.now()


@bp.errorhandler(CSRFError)
def _without_a_token(error: CSRFError) -> Response:
    """A form of a look says that the look has ended, where it was that which took the token."""
    found = visitors.studio_by_slug(g.slug)
    passed = day_pass.held(found.id) if found else None
    if found is None or passed is None or day_pass.is_good(passed):
        return errors.open_too_long(error)
    _stand_in(found)
    return on_a_day.enter(passed) or errors.open_too_long(error)


@bp.after_request
def _hand_out_the_token(response: Response) -> Response:
    if "token_to_hold" not in g:
        return response
    if g.token_to_hold:
        shop_cookie.hold_token(response, g.slug, g.token_to_hold)
    else:
        shop_cookie.drop_token(response, g.slug)
    return response
