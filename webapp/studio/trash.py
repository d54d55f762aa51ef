"""The trash of a studio: what can be restored until when, and emptying it (D1, D2, D4)."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, flash, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.job_list import page_number
from webapp.domain.paging import Page
from webapp.domain.throwing_away import EmptyFacts
from webapp.photos.serving import current_store
from webapp.queries.trash import (
    PAGE_SIZE,
    Piece,
    empty_facts,
    leaving,
    piece_of_studio,
    pieces_of,
    trash_facts,
)
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.loading import or_404
from webapp.studio.throwing_words import empty_rows
from webapp.use_cases.delete_in_steps import delete_files_at_once
from webapp.use_cases.empty_trash import Emptied, empty_piece, empty_trash
from webapp.use_cases.restore_trash import Restored, TrashGoneError, restore_trash
from webapp.use_cases.throw_away import NeededByOrdersError
from webapp.web import policy
from webapp.web.page_links import page_links
from webapp.web.rendering import go_to, render, wants_part
from webapp.web.words import day_in_row, number, quoted, size, time_of_day

_CONFLICT = 409


@dataclass(frozen=True)
class PieceView:
    """A piece of trash in words; `ends`: 'in 3 days · Thu 3 Dec'."""

    id: str
    what: str
    job: str
    job_url: str
    photos: str
    size: str
    thrown: str
    by: str
    ends: str
    is_needed: bool


@bp.get("/trash")
@policy.studio
def trash() -> Response:
    """Every piece of trash, the newest first."""
    now, facts = clock.now(), trash_facts(g.studio.id)
    page = Page(page_number(request.args.get("page", "")), facts.pieces, PAGE_SIZE)
    found = pieces_of(g.studio.id, now=now, page=page)
    return render(
        "studio/trash.html",
        pieces=[_view(piece, now=now) for piece in found],
        facts=facts,
        pages=page_links(page),
        leaving=leaving(g.studio.id),
    )


@bp.get("/trash/progress")
@policy.studio
def trash_progress() -> AnyResponse:
    """How many files are not gone yet; the whole page without scripts."""
    if not wants_part():
        return go_to(url_for("studio.trash"))
    return render("studio/trash_progress.html", leaving=leaving(g.studio.id))


@bp.post("/trash/<id:trash_id>/restore")
@policy.studio
@policy.on_behalf
def restore(trash_id: str) -> AnyResponse:
    """Bring a piece back as it was."""
    try:
        done = restore_trash(g.studio.id, trash_id, by=actor(), now=clock.now())
    except TrashGoneError:
        return _gone()
    flash(_restored_words(done), "done")
    return go_to(url_for("studio.trash"))


@bp.get("/trash/<id:trash_id>/deletion")
@policy.studio
@policy.not_on_behalf
def trash_deletion(trash_id: str) -> Response:
    """What deleting this piece now brings about; nothing is stored yet."""
    piece = or_404(piece_of_studio(g.studio.id, trash_id, now=clock.now()))
    facts = EmptyFacts(1, piece.trash.photo_count, piece.trash.original_bytes)
    return _window(facts, action=url_for("studio.delete_trash", trash_id=trash_id), piece=piece)


@bp.post("/trash/<id:trash_id>/deletion")
@policy.studio
@policy.not_on_behalf
def delete_trash(trash_id: str) -> AnyResponse:
    """Delete this piece for good."""
    try:
        done = empty_piece(g.studio.id, trash_id, by=actor(), now=clock.now())
    except TrashGoneError:
        return _gone()
    except NeededByOrdersError:
        flash(_("An order needs some of these pictures, so they stay until it is done."), "stop")
        return go_to(url_for("studio.trash"))
    return _deleted(done)


@bp.get("/trash/emptying")
@policy.studio
@policy.not_on_behalf
def emptying() -> Response:
    """What emptying the trash brings about; nothing is stored yet."""
    facts, _pieces = empty_facts(g.studio.id, now=clock.now())
    return _window(facts, action=url_for("studio.empty"))


@bp.post("/trash/emptying")
@policy.studio
@policy.not_on_behalf
def empty() -> AnyResponse:
    """Delete everything in it; 409 when something else lies in it than was shown."""
    said = request.form.get("confirmed", "")
    done = empty_trash(g.studio.id, confirmed=said, by=actor(), now=clock.now())
    if not done.stored:
        facts, _pieces = empty_facts(g.studio.id, now=clock.now())
        return _window(facts, action=url_for("studio.empty"), status=_CONFLICT)
    if done.left:
        flash(_("What an order needs stays until it is done."), "info")
    return _deleted(done)


def _deleted(done: Emptied) -> AnyResponse:
    """The files of what is small go in the same breath; of what is large, the page tells."""
    delete_files_at_once(done.finished, current_store(), now=clock.now())
    if done.finished:
        flash(_("Deleted for good."), "done")
    return go_to(url_for("studio.trash"))


def _gone() -> AnyResponse:
    """Who comes second reads why, and goes on from there."""
    return render("studio/trash_gone.html", status=_CONFLICT, whole=True)


def _window(
    facts: EmptyFacts, *, action: str, piece: Piece | None = None, status: int = 200
) -> Response:
    return render(
        "studio/trash_deletion.html",
        status=status,
        facts=facts,
        rows=empty_rows(facts),
        action=action,
        title=_("Delete %(what)s for good?", what=_what(piece)) if piece else _("Empty the trash?"),
        label=_("Delete now") if piece else _("Empty the trash"),
        has_changed=status == _CONFLICT,
        is_needed=piece is not None and piece.is_needed,
    )


def _what(piece: Piece) -> str:
    if piece.album:
        return str(_("the album %(name)s", name=quoted(piece.album)))
    return _photos_of(piece)


def _in_row(piece: Piece) -> str:
    return piece.album or _photos_of(piece)


def _photos_of(piece: Piece) -> str:
    """'2 photos of ‘Class 2b’', without the album where they are of several."""
    photos = piece.trash.photo_count
    if not piece.of_album:
        return str(ngettext("%(shown)s photo", "%(shown)s photos", photos, shown=number(photos)))
    told = ngettext(
        "%(shown)s photo of %(name)s", "%(shown)s photos of %(name)s", photos,
        shown=number(photos), name=quoted(piece.of_album),
    )  # fmt: skip
    return str(told)


def _view(piece: Piece, *, now: datetime) -> PieceView:
    zone, trash = g.studio.time_zone, piece.trash
    today, thrown = local_day(now, zone), local_day(trash.thrown_at, zone)
    return PieceView(
        id=trash.id,
        what=_in_row(piece),
        job=piece.job.public_name,
        job_url=url_for("studio.photos", job_id=piece.job.id),
        photos=number(trash.photo_count),
        size=size(trash.original_bytes),
        thrown=f"{day_in_row(thrown, today=today)}, {time_of_day(trash.thrown_at, zone)}",
        by=trash.actor_name or _("Shelflife, by itself"),
        ends=_ends(trash.ends_at, zone=zone, now=now),
        is_needed=piece.is_needed,
    )


def _ends(ends_at: datetime, *, zone: str, now: datetime) -> str:
    today, last = local_day(now, zone), local_day(ends_at, zone)
    days = (last - today).days
    if days <= 0:
        return str(_("today, %(time)s", time=time_of_day(ends_at, zone)))
    left = ngettext("in %(num)s day", "in %(num)s days", days)
    return f"{left} · {day_in_row(last, today=today)}"


def _restored_words(done: Restored) -> str:
    """What came back, in one line."""
    photos = ngettext(
        "%(shown)s photo is back", "%(shown)s photos are back", done.photos,
        shown=number(done.photos),
    )  # fmt: skip
    words = _("%(photos)s in %(albums)s.", photos=photos, albums=", ".join(done.albums))
    if not done.products:
        return str(words)
    products = ngettext(
        "%(shown)s product is in its basket again.",
        "%(shown)s products are in their baskets again.",
        done.products,
        shown=number(done.products),
    )
    return f"{words} {products}"
