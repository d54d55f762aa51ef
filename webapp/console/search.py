"""The first page of the console: one field finds studios, jobs, customers, codes, orders (H1).

What is typed is sent by POST and looked at first: a whole code, wherever it stands in a sentence,
leads to an address that has only its keyed fingerprint, and a pasted link to the id of what it
means, so that nothing that opens something is in the address bar, in a history or in the log of a
server in front. Everything else leads to `?q=`, an address that can be kept and passed on.
"""

from dataclasses import dataclass

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console import recent
from webapp.console.blueprint import bp
from webapp.console.code_words import code_view
from webapp.console.found_words import KINDS, Around, Hit, hit
from webapp.console.typed_keys import address_without_keys
from webapp.domain.console_search import LONGEST, Asked, Kind
from webapp.domain.job_list import page_number
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries.console_search import Found, TooMuch, found, in_time, studios_of
from webapp.queries.loading import jobs_of_ids
from webapp.web import policy
from webapp.web.rendering import go_to, render

_FEW, _MANY = 6, 50


@dataclass(frozen=True)
class Group:
    """What was found of one kind; the addresses are '' where there is nothing more."""

    key: str
    name: str
    hits: list[Hit]
    more_url: str
    previous_url: str = ""


@bp.get("")
@policy.console("look")
def search() -> AnyResponse:
    """What was typed, and what was found."""
    typed = request.args.get("q", "")
    if len(typed) > LONGEST:
        return _page(typed, [], status=422)
    asked = Asked.read(typed)
    if elsewhere := address_without_keys(typed):
        return go_to(elsewhere)
    if "code" in request.args:
        return _page("", [], code=code_view(request.args["code"], now=clock.now()))
    if asked.is_too_short:
        return _page(typed, [], asked=asked, is_too_much=True)
    try:
        with in_time():
            return _page(typed, _groups(asked), asked=asked)
    except TooMuch:
        return _page(typed, [], asked=asked, is_too_much=True)


@bp.post("")
@policy.console("look")
def look_for() -> AnyResponse:
    """To the address of what was typed; a code is in none."""
    typed = request.form.get("q", "")
    if len(typed) > LONGEST:
        return _page(typed, [], status=422)
    asked = Asked.read(typed)
    return go_to(address_without_keys(typed) or url_for("console.search", q=asked.q or None))


def _groups(asked: Asked) -> list[Group]:
    """A few of each kind; of one kind alone (`?kind=`) many, page by page."""
    page = page_number(request.args.get("page", ""))
    kind = request.args.get("kind", "")
    if kind in tuple(Kind):
        results = [found(Kind(kind), asked, limit=_MANY, page=page)]
    else:
        results = [found(each, asked, limit=_FEW) for each in Kind]
    around = Around(asked, studios_of(_studio_ids(results)), clock.now())
    return [_group(each, around, page if kind else 0) for each in results if each.rows]


def _studio_ids(results: list[Found]) -> set[str]:
    """Whose the rows are that do not bring their studio."""
    rows = [row for each in results for row in each.rows]
    return {row.studio_id for row in rows if hasattr(row, "studio_id")}


def _group(result: Found, around: Around, page: int) -> Group:
    kind = result.kind
    return Group(
        key=kind.value,
        name=str(KINDS[kind]),
        hits=[hit(kind, row, around) for row in result.rows],
        more_url=_address(around.asked, kind, page + 1) if result.has_more else "",
        previous_url=_address(around.asked, kind, page - 1) if page > 1 else "",
    )


def _address(asked: Asked, kind: Kind, page: int) -> str:
    number = page if page > 1 else None
    return url_for("console.search", q=asked.q, kind=kind.value, page=number)


def _page(
    typed: str,
    groups: list[Group],
    *,
    asked: Asked | None = None,
    code: object = None,
    is_too_much: bool = False,
    status: int = 200,
) -> Response:
    return render(
        "console/search.html",
        status=status,
        typed=typed,
        longest=LONGEST,
        is_too_long=len(typed) > LONGEST,
        groups=groups,
        asked=asked,
        code=code,
        is_too_much=is_too_much,
        recent=_recent() if asked is not None and not asked.q else [],
    )


def _recent() -> list[Hit]:
    """What this person has opened last; what was deleted since is left out."""
    opened = recent.opened()
    studios = studios_of(each.studio_id for each in opened)
    jobs = jobs_of_ids([each.job_id for each in opened if each.job_id])
    around = Around(Asked(""), studios, clock.now())
    rows: list[tuple[Kind, Job | Studio | None]] = [
        (Kind.JOB, jobs.get(each.job_id))
        if each.job_id
        else (Kind.STUDIO, studios.get(each.studio_id))
        for each in opened
    ]
    return [hit(kind, row, around) for kind, row in rows if row is not None]
