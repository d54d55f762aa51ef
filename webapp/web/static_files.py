"""Style sheets, scripts and fonts, served compressed and without troubling the application."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from webapp.web import assets, security

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_A_YEAR = 365 * 24 * 3600
_AN_HOUR = 3600


def stand_before(app: Flask) -> None:
    """Let the static files be served without the application."""
    cache = app.config["SHELFLIFE"].data / "cache"
    app.wsgi_app = StaticFiles(app.wsgi_app, gathered(cache))  # type: ignore[method-assign]


class StaticFiles:
    """Stands before the application and answers for what never changes.

    An address with its content's hash (`v=`, see `webapp.web.assets`) may be kept for a year, any
    other for an hour.
    """

    def __init__(self, application: "WSGIApplication", folder: Path) -> None:
        self._hashed = _serve(application, folder, max_age=_A_YEAR)
        self._plain = _serve(application, folder, max_age=_AN_HOUR)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        is_hashed = environ.get("QUERY_STRING", "").startswith("v=")
        server = self._hashed if is_hashed else self._plain
        answer: Iterable[bytes] = server(environ, start_response)
        return answer


def gathered(cache: Path) -> Path:
    """A folder below `cache` with every static file, the bundle, and compressed copies of them.

    Made once for each content; several processes may ask at the same time.
    """
    folder = cache / f"static-{_fingerprint()}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=cache))
    shutil.copytree(assets.STATIC, draft, dirs_exist_ok=True)
    (draft / assets.BUNDLE).write_bytes(assets.bundle())
    compressor = Compressor(quiet=True)
    for path in sorted(draft.rglob("*")):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))
    try:
        draft.rename(folder)
    except OSError:  # another process was faster
        shutil.rmtree(draft)
    return folder


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in assets.STATIC.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(assets.STATIC)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _serve(application: "WSGIApplication", folder: Path, *, max_age: int) -> WhiteNoise:
    return WhiteNoise(
        application,
        root=str(folder),
        prefix="static/",
        max_age=max_age,
        allow_all_origins=False,
        add_headers_function=_protect,
    )


def _protect(headers: Headers, _path: str, _url: str) -> None:
    for name, value in security.HEADERS.items():
        headers[name] = value
