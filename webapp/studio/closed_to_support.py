"""On behalf of a studio, what is closed to support looks closed on every page that shows it (H2).

What is closed is declared at each view (`webapp.web.policy`), so it is asked here of every address
on the page: a page of tomorrow looks as closed as it is, and no template has to think of it.
"""

import html
import re

from flask import Response, current_app, g, request
from flask_babel import gettext as _
from markupsafe import escape
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from webapp.web import policy

_TAG = re.compile(r'<(/?)(a|form|button)\b((?:[^>"]|"[^"]*")*)>')
_ADDRESS = re.compile(r'\s(?:href|action|formaction)="([^"]*)"')
_LEADS = re.compile(r'\s(?:href|hx-[a-z-]+)="[^"]*"')
_POSTS = re.compile(r'\smethod="post"')


def close(response: Response) -> Response:
    """After a page on behalf: its links and forms to what is closed are switched off, and say so.

    The door refuses them all the same.
    """
    if g.get("acting") is None or response.mimetype != "text/html" or response.is_streamed:
        return response
    text = response.get_data(as_text=True)
    response.set_data(_TAG.sub(_Marking().mark, text))
    return response


class _Marking:
    """Goes through the tags of a page in their order; neither links nor forms are nested."""

    def __init__(self) -> None:
        self.words = escape(_("closed to support"))
        self.is_open: set[str] = set()

    def mark(self, found: re.Match[str]) -> str:
        """The tag as it stands on the page, or switched off."""
        is_end, name, attributes = found.groups()
        if is_end:
            return self._end(name) + found[0]
        if not _is_closed(name, attributes):
            return found[0]
        if name == "button":
            return f'<button{attributes} disabled title="{self.words}">'
        self.is_open.add(name)
        if name == "a":
            return f'<a{_LEADS.sub("", attributes)} role="link" aria-disabled="true">'
        reason = f'<legend class="second small">{self.words}</legend>'
        return f'{found[0]}<fieldset class="closed" disabled>{reason}'

    def _end(self, name: str) -> str:
        if name not in self.is_open:
            return ""
        self.is_open.discard(name)
        return "</fieldset>" if name == "form" else f' <span class="small">({self.words})</span>'


def _is_closed(name: str, attributes: str) -> bool:
    found = _ADDRESS.search(attributes)
    path = html.unescape(found[1]).partition("#")[0].partition("?")[0] if found else ""
    adapter = current_app.create_url_adapter(request)
    if not path.startswith("/studio/") or adapter is None:
        return False
    reads = name == "a" or (name == "form" and not _POSTS.search(attributes))
    try:
        endpoint, _values = adapter.match(path, method="GET" if reads else "POST")
    except (HTTPException, RequestRedirect):
        return False
    view = current_app.view_functions.get(endpoint)
    return policy.of(view) == "studio" and not policy.is_open_on_behalf(view, reads=reads)
