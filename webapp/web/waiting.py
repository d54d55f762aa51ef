"""Words for whoever has tried too often from one network address (429)."""

from math import ceil

from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp.use_cases.throttle import TooManyAttempts

_MINUTE = 60


def wait_words(refused: TooManyAttempts) -> str:
    """How long to wait, in counted minutes."""
    return str(
        ngettext(
            "There were too many attempts from your connection. Try again in %(num)s minute.",
            "There were too many attempts from your connection. Try again in %(num)s minutes.",
            ceil(refused.wait_seconds / _MINUTE),
        )
    )


def with_wait(response: Response, refused: TooManyAttempts) -> Response:
    """The answer, telling browsers too how many seconds to wait."""
    response.headers["Retry-After"] = str(refused.wait_seconds)
    return response
