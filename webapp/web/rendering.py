"""Page or part of a page: decided here alone.

`studio/job_settings.html` includes `studio/_job_settings.html`; htmx asks for the part, everybody
else gets the page. Answers differ by header, so they say `Vary: HX-Request`.
"""

from typing import Any

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse


def wants_part() -> bool:
    """Whether htmx asked, and for a part: a boosted or restored visit wants the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def render(template: str, *, status: int = 200, whole: bool = False, **facts: Any) -> Response:
    """The page, or for htmx its part (the same name with an underscore).

    `whole` answers with the page in any case; the script shows it in place of the one that asked:
    used for refusals (409, 422) that are more than the part asked for.
    """
    name = template
    if wants_part() and not whole:
        folder, _, file = template.rpartition("/")
        name = f"{folder}/_{file}"
    response = make_response(render_template(name, **facts), status)
    response.vary.add("HX-Request")
    return response


def go_to(address: str) -> AnyResponse:
    """After a stored change: to another page (303); htmx is told to go there itself."""
    if wants_part():
        return Response(status=204, headers={"HX-Redirect": address})
    return redirect(address, 303)
