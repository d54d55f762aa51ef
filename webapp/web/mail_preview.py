"""A mail as it looks to whoever reads it, shown in a frame where it can do nothing (C9).

Its style sheet is the one thing the frame allows, known by its hash; its links lead nowhere: a
photographer who looks at a customer's mail does not open the customer's pages.
"""

import base64
import hashlib
import re

from flask import Response
from markupsafe import Markup

from webapp.web.security import HEADERS

_STYLE = re.compile(r"<style>(.*?)</style>", re.S)
_HEAD = '<meta charset="utf-8">'
_POLICY = "Content-Security-Policy"


def mail_page(html: str) -> Response:
    """The mail's HTML as the answer that an `<iframe sandbox>` of our own pages shows."""
    response = Response(_with_dead_links(html), mimetype="text/html")
    response.headers[_POLICY] = f"{_policy(html)}; frame-ancestors 'self'; sandbox"
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def as_srcdoc(html: str) -> str:
    """The mail's HTML for the `srcdoc` of an `<iframe sandbox>`: for a text that is stored nowhere.

    Such a frame inherits the policy of the page around it, which has to allow the style sheet
    (`allow_style`), and keeps one of its own besides.
    """
    meta = Markup('<meta http-equiv="{}" content="{}">').format(_POLICY, _policy(html))
    return _with_dead_links(html).replace(_HEAD, f"{_HEAD}\n{meta}", 1)


def allow_style(response: Response, html: str) -> Response:
    """Let the page of this answer show mails of this style sheet in frames, and no other style."""
    policy = HEADERS[_POLICY]
    response.headers[_POLICY] = f"{policy}; style-src 'self' {' '.join(_hashes(html))}"
    return response


def _policy(html: str) -> str:
    allowed = " ".join(_hashes(html)) or "'none'"
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'"


def _hashes(html: str) -> list[str]:
    """The first style sheet of the mail as a policy names it; there is no other."""
    return [
        f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"
        for css in _STYLE.findall(html)[:1]
    ]


def _with_dead_links(html: str) -> str:
    """Links would open a window of their own, and a sandbox opens none."""
    return html.replace(_HEAD, f'{_HEAD}\n<base target="_blank">', 1)
