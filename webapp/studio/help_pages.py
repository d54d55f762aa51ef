"""Help: notes by subject, found by a search, each with its own address (H3)."""

from dataclasses import dataclass

from flask import Response, abort, g, request, url_for

from webapp.domain.help_search import Hit, search
from webapp.domain.help_words import LONGEST_QUERY
from webapp.studio import help_notes, help_places
from webapp.studio.blueprint import bp
from webapp.web import policy
from webapp.web.rendering import render


@dataclass(frozen=True)
class FoundNote:
    """A note in the list of results, with the words around what was looked for."""

    note: help_notes.ShownNote
    subject: str
    hit: Hit


@bp.get("/help")
@policy.studio
def help_index() -> Response:
    """Every note by its subject; with `?q=` those that hold its words."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    notes = {note.name: help_notes.read(note.name) for note in help_notes.NOTES}
    return render(
        "studio/help.html",
        query=query,
        found=_found(notes, query),
        subjects=[
            (label, [notes[note.name] for note in help_notes.NOTES if note.subject == subject])
            for subject, label in help_notes.SUBJECTS.items()
        ],
        request_url=_request_url(),
    )


@bp.get("/help/<string:name>")
@policy.studio
def help_note(name: str) -> Response:
    """One note; over the page that asked for it, or as a page of its own."""
    known = help_notes.known(name)
    if known is None:
        abort(404)
    return render(
        "studio/help_note.html",
        note=help_notes.read(name),
        subject=help_notes.SUBJECTS[known.subject],
        related=[help_notes.read(each) for each in known.related],
        request_url=_request_url(name),
    )


@bp.context_processor
def _titles() -> dict[str, object]:
    """What a link to a note says, for components/help.html, and the note of this page."""
    note = help_places.NOTE_OF_PAGE.get(request.endpoint or "", "")
    return {"help_title": help_notes.title_of, "page_help": note}


def _found(notes: dict[str, help_notes.ShownNote], query: str) -> list[FoundNote]:
    texts = [note.searched for note in notes.values()]
    hits = search(texts, query, language=help_notes.language())
    subjects = {note.name: str(help_notes.SUBJECTS[note.subject]) for note in help_notes.NOTES}
    return [FoundNote(notes[hit.name], subjects[hit.name], hit) for hit in hits]


def _request_url(note: str = "") -> str:
    """Where a request is written, with what is known already (H3); '' for support itself."""
    if g.get("acting"):
        return ""
    context = {"page": request.path, **help_notes.came_from()}
    return url_for("studio.new_request", **{"note": note, **context} if note else context)
