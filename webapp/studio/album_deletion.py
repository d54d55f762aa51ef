"""'Delete album' and 'Delete photos': windows that count first, then the trash (D2, D4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.throwing_away import ThrowFacts
from webapp.models.job import Job
from webapp.queries.needed_photos import NeedingOrder, is_needed, orders_needing_photos
from webapp.queries.throwing_away import (
    Which,
    first_pictures,
    of_album,
    of_photos,
    preview_throw,
)
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.loading import own_album, own_job
from webapp.studio.throwing_words import (
    album_title,
    needing_words,
    photos_title,
    refusal_words,
    throw_rows,
)
from webapp.use_cases.throw_away import (
    NeededByOrdersError,
    Thrown,
    throw_album_away,
    throw_photos_away,
)
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.words import number, quoted

_CONFLICT = 409
_MOST = 1000
_SHOWN, _NAMED = 12, 50


@bp.get("/jobs/<id:job_id>/albums/<id:album_id>/deletion")
@policy.studio
@policy.not_on_behalf
def album_deletion(job_id: str, album_id: str) -> Response:
    """What deleting the album brings about, counted; nothing is stored yet."""
    job = own_job(job_id)
    return _album_window(job, album_id)


@bp.post("/jobs/<id:job_id>/albums/<id:album_id>/deletion")
@policy.studio
@policy.not_on_behalf
def delete_album(job_id: str, album_id: str) -> AnyResponse:
    """Put the album into the trash; 409 when something has changed meanwhile, or orders need it."""
    job = own_job(job_id)
    name = own_album(job, album_id).name
    said = request.form.get("confirmed", "")
    try:
        done = throw_album_away(job.id, album_id, confirmed=said, by=actor(), now=clock.now())
    except NeededByOrdersError:
        return _album_window(job, album_id, status=_CONFLICT)
    if not done.stored:
        return _album_window(own_job(job_id), album_id, status=_CONFLICT)
    flash(_album_words(name, done), "done")
    return go_to(url_for("studio.photos", job_id=job_id))


@bp.post("/jobs/<id:job_id>/photos/deletion")
@policy.studio
@policy.not_on_behalf
def delete_photos(job_id: str) -> AnyResponse:
    """First what deleting the ticked photos brings about; confirmed, they go into the trash.

    `album`: the page to go back to; without one, all albums.
    """
    job, said = own_job(job_id), request.form.get("confirmed")
    ticked = list(dict.fromkeys(request.form.getlist("photo")))[:_MOST]
    if not ticked:
        flash(_("Tick the photos first."), "stop")
        return go_to(_back(job))
    if said is None:
        return _photos_window(job, ticked)
    try:
        done = throw_photos_away(job.id, ticked, confirmed=said, by=actor(), now=clock.now())
    except NeededByOrdersError:
        return _photos_window(job, ticked, status=_CONFLICT)
    if not done.stored:
        return _photos_window(own_job(job_id), ticked, status=_CONFLICT)
    flash(_photos_words(done.facts.photos), "done")
    return go_to(_back(job))


def _album_window(job: Job, album_id: str, *, status: int = 200) -> Response:
    album = own_album(job, album_id)
    which = of_album(album.id)
    return _window(
        job,
        which,
        preview_throw(job.id, which),
        status=status,
        title=album_title(album.name),
        refused=_("%(name)s cannot be deleted yet", name=quoted(album.name)),
        action=url_for("studio.delete_album", job_id=job.id, album_id=album.id),
        label=_("Delete album"),
        back_url=url_for("studio.album", job_id=job.id, album_id=album.id),
        back_words=_("Back to the album"),
        ticked=[],
    )


def _photos_window(job: Job, ticked: Sequence[str], *, status: int = 200) -> Response:
    which = of_photos(ticked)
    facts = preview_throw(job.id, which)
    return _window(
        job,
        which,
        facts,
        status=status,
        title=photos_title(facts.photos),
        refused=_("These photos cannot be deleted yet"),
        action=url_for("studio.delete_photos", job_id=job.id),
        label=_("Delete photos"),
        back_url=_back(job),
        back_words=_("Back to the photos"),
        ticked=ticked,
    )


def _window(job: Job, which: Which, facts: ThrowFacts, *, status: int, **words: Any) -> Response:
    now, zone = clock.now(), job.studio.time_zone
    orders = orders_needing_photos(job.id, which, now=now)
    return render(
        "studio/album_deletion.html",
        status=status,
        facts=facts,
        rows=throw_rows(facts, zone=zone, now=now),
        job=job,
        orders=_order_rows(orders, zone),
        why=refusal_words(orders),
        needed=_needed_words(job, words["ticked"], now=now) if orders else "",
        pictures=first_pictures(job.id, which, limit=_SHOWN) if words["ticked"] else [],
        has_changed=status == _CONFLICT,
        album=request.form.get("album", ""),
        **words,
    )


def _needed_words(job: Job, ticked: Sequence[str], *, now: datetime) -> str:
    """'They need 0003 and 0007': which of the ticked ones stay."""
    if not ticked:
        return ""
    found = first_pictures(job.id, of_photos(ticked) & is_needed(now=now), limit=_NAMED)
    return str(_("Needed: %(numbers)s.", numbers=", ".join(photo.label for photo in found)))


def _order_rows(orders: Sequence[NeedingOrder], zone: str) -> list[tuple[NeedingOrder, str]]:
    return [(each, needing_words(each, zone=zone)) for each in orders]


def _back(job: Job) -> str:
    album_id = request.form.get("album", "")
    if not album_id:
        return url_for("studio.photos", job_id=job.id)
    return url_for("studio.album", job_id=job.id, album_id=own_album(job, album_id).id)


def _album_words(name: str, done: Thrown) -> str:
    if done.trash_id is None:
        return str(_("The empty album %(name)s is deleted.", name=quoted(name)))
    return str(_("The album %(name)s is in the trash for 7 days.", name=quoted(name)))


def _photos_words(photos: int) -> str:
    words = ngettext(
        "One photo is in the trash for 7 days.",
        "%(shown)s photos are in the trash for 7 days.",
        photos,
        shown=number(photos),
    )
    return str(words)
