"""A visitor who asks for pages and fills in forms as a browser without scripting does."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from tests.support import forms, pages
from tests.support.reading import nothing_is_written

_READING = ("GET", "HEAD", "OPTIONS")


class Visitor(FlaskClient):
    """Each request has an application context and thus a database session of its own."""

    base_url = "http://127.0.0.1:8000"
    _may_write = ""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask; every HTML answer is checked for what no page may have."""
        if args and isinstance(args[0], str) and args[0].startswith("/"):
            kwargs.setdefault("base_url", self.base_url)
        response = super().open(*args, **kwargs)
        assert response.status_code in set(HTTPStatus), f"no server sends {response.status!r}"
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
            pages.check(response)
        return response

    def run_wsgi_app(
        self, environ: Any, buffered: bool = False
    ) -> tuple[Iterable[bytes], str, Headers]:
        """One request, read to its end, on a session that neither test nor request shares."""
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        is_reading = method in _READING and not self._may_write
        guard = nothing_is_written(f"{method} {path}") if is_reading else nullcontext()
        with guard, self.application.app_context():
            return super().run_wsgi_app(environ, buffered=True)

    @contextmanager
    def may_write(self, why: str) -> Iterator[None]:
        """Let a GET write, for a reason: `with client.may_write("failed codes are counted"):`."""
        self._may_write = why
        try:
            yield
        finally:
            self._may_write = ""

    def submit(
        self,
        start: TestResponse | str,
        form: str = "main form",
        /,
        *,
        button: str | None = None,
        tampered: bool = False,
        headers: dict[str, str] | None = None,
        follow: bool = False,
        **fields: Any,
    ) -> TestResponse:
        """Send a form of a page (an answer, or an address to fetch first) with these values.

        Hidden fields, ticks and choices go along as the page shows them. `button` is the label of
        the pressed button. `tampered=True` also sends what the page does not offer. A file is a
        tuple (stream, name). `follow=True` follows the redirect.
        """
        response = self.get(start) if isinstance(start, str) else start
        document = pages.page(response)
        found = forms.find(document, form)
        tags = forms.controls(document, found)
        data = forms.as_shown(tags)
        forms.fill(data, tags, fields, tampered=tampered)
        pressed = forms.press(data, tags, button)
        action = (pressed.get("formaction") if pressed else None) or found.get("action") or ""
        method = str((pressed.get("formmethod") if pressed else None) or found.get("method", "get"))
        address = urljoin(response.request.url, str(action)).removeprefix(self.base_url)
        if method.lower() == "get":
            return self.get(address, query_string=data, headers=headers, follow_redirects=follow)
        return self.post(address, data=data, headers=headers, follow_redirects=follow)

    def token(self, address: str) -> str:
        """The token against forgery that a page carries, for requests no form would send."""
        found = pages.page(self.get(address)).select_one("input[name=csrf_token]")
        assert found is not None, f"there is no form on {address}"
        return str(found["value"])
