"""Style sheets, scripts and icons: one bundle of all CSS, every address with its content's hash.

A page asks for the address of its icons a hundred times: each is made once, and the files are
looked at again after a second, so that whoever changes one sees it.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

from webapp import clock
from webapp.web import policy

STATIC = Path(__file__).resolve().parents[2] / "static"
BUNDLE = "css/all.css"
_FIRST = ("layers.css", "tokens.css")
_A_YEAR = "public, max-age=31536000, immutable"
_LOOK_AGAIN_AFTER = 1.0
_made: dict[tuple[str, str], tuple[str, float]] = {}


def install(app: Flask) -> None:
    """Serve the bundle and give templates `asset(path)`."""
    app.add_url_rule(f"/static/{BUNDLE}", "stylesheet", _stylesheet)
    app.add_template_global(asset)


def asset(path: str) -> str:
    """The address of a static file, changing whenever its content does, a second later."""
    now, where = clock.monotonic(), (request.script_root, path)
    address, until = _made.get(where, ("", now))
    if now >= until:
        address = _address(path)
        _made[where] = (address, now + _LOOK_AGAIN_AFTER)
    return address


def _address(path: str) -> str:
    if path == BUNDLE:
        return url_for("stylesheet", v=_fingerprint(bundle()))
    return url_for("static", filename=path, v=_fingerprint((STATIC / path).read_bytes()))


@policy.public
def _stylesheet() -> Response:
    return Response(bundle(), mimetype="text/css", headers={"Cache-Control": _A_YEAR})


def bundle() -> bytes:
    """All style sheets as one, in the order of their layers."""
    paths = sorted(
        (STATIC / "css").glob("*.css"),
        key=lambda path: (_FIRST.index(path.name) if path.name in _FIRST else 99, path.name),
    )
    return _read(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=4)
def _read(paths: tuple[tuple[Path, int], ...]) -> bytes:
    return b"\n".join(path.read_bytes() for path, _changed in paths)


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]
