"""Cards to print, with a QR code and the code as text: as a page and as PDF, on A4 sheets."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from flask import Response, g, request, send_file, url_for
from flask_babel import gettext as _

from webapp.domain.card_filters import ALBUMS, PEOPLE, WHOLE_JOB, CardFilters
from webapp.domain.job_list import page_number
from webapp.domain.paging import Page
from webapp.domain.sent_names import safe_word
from webapp.models.job import AccessCode, Job
from webapp.queries.cards import cards_of, days_of_codes, kinds_of_cards, names_on_cards, printed
from webapp.queries.person_rows import classes_of
from webapp.studio.blueprint import bp
from webapp.studio.cards_pdf import cannot_print, cards_pdf
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.printed_card import PrintedCard, printed_card, sheets
from webapp.web import policy
from webapp.web.page_links import page_links
from webapp.web.rendering import render
from webapp.web.words import day, number

ON_A_PAGE = 96
IN_A_FILE = 1000


@bp.get("/jobs/<id:job_id>/cards")
@policy.studio
def print_cards(job_id: str) -> Response:
    """The sheets as they are printed, and which cards they are."""
    job = own_job(job_id)
    kinds = kinds_of_cards(job.id)
    filters = _filters(kinds)
    codes = cards_of(job, filters)
    page = Page(page_number(request.args.get("page", "")), len(codes), ON_A_PAGE)
    shown = _cards(job, codes[page.offset : page.offset + page.size])
    return render(
        "studio/print_cards.html",
        job=job,
        job_page=job_page(job, "customers"),
        filters=filters,
        sheets=sheets(shown),
        total=len(codes),
        unprintable=sum(cannot_print(name) for name in names_on_cards(codes)),
        pages=page_links(page),
        choices=_choices(job, kinds),
        days=[(each.isoformat(), day(each)) for each in days_of_codes(job)],
        files=_files(job, len(codes)),
        list_url=url_for("studio.print_cards", job_id=job.id),
    )


@bp.get("/jobs/<id:job_id>/cards.pdf")
@policy.studio
@policy.not_on_behalf
def print_cards_file(job_id: str) -> Response:
    """The same as PDF; beyond a thousand cards in several files (`page`)."""
    job = own_job(job_id)
    codes = cards_of(job, _filters(kinds_of_cards(job.id)))
    page = Page(page_number(request.args.get("page", "")), len(codes), IN_A_FILE)
    content = cards_pdf(
        sheets(_cards(job, codes[page.offset : page.offset + page.size])), title=job.public_name
    )
    return send_file(
        BytesIO(content),
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"{safe_word(job.internal_name) or 'job'}-cards.pdf",
    )


def _filters(kinds: tuple[bool, bool, bool]) -> CardFilters:
    """What is asked for; if nothing is, the cards of people, else of albums, else of the job."""
    defaults = [of for of, are_there in zip((PEOPLE, ALBUMS, WHOLE_JOB), kinds, strict=True)
                if are_there]  # fmt: skip
    asked = request.args
    return CardFilters.read(
        of=asked.get("of", ""),
        person=asked.get("person", ""),
        since=asked.get("since", ""),
        default=defaults[0] if defaults else PEOPLE,
    )


def _cards(job: Job, codes: Sequence[AccessCode]) -> list[PrintedCard]:
    return [printed_card(g.studio, job, card) for card in printed(codes)]


def _choices(job: Job, kinds: tuple[bool, bool, bool]) -> list[tuple[str, str]]:
    of_people, of_albums, of_job = kinds
    found = []
    if of_people:
        found.append((PEOPLE, _("All people")))
        found += [
            (album_id, f"{name} ({number(people)})")
            for album_id, name, people in classes_of(job.id)
            if album_id
        ]
    if of_albums:
        found.append((ALBUMS, _("Albums")))
    if of_job:
        found.append((WHOLE_JOB, _("Whole job")))
    return found


def _files(job: Job, total: int) -> list[tuple[str, str]]:
    """The address of each PDF with its label: one, or one for each thousand cards."""
    asked: dict[str, Any] = {
        name: request.args[name] for name in ("of", "person", "since") if request.args.get(name)
    }
    if total <= IN_A_FILE:
        return [(url_for("studio.print_cards_file", job_id=job.id, **asked), _("Save as PDF"))]
    return [
        (
            url_for("studio.print_cards_file", job_id=job.id, page=part.number, **asked),
            _("PDF, cards %(first)s–%(last)s", first=number(part.first), last=number(part.last)),
        )
        for part in (Page(each, total, IN_A_FILE) for each in range(1, -(-total // IN_A_FILE) + 1))
    ]
