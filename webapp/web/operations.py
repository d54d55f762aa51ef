"""What those who run the machine ask: does it live, can it work, how much is there to do."""

import hmac
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from webapp import clock
from webapp.config import Config
from webapp.domain.operating import ALIVE
from webapp.photos.serving import store_answers
from webapp.queries import operations
from webapp.queries.figures import figures
from webapp.web import policy

_TOKEN_FILE = "metrics-token"  # noqa: S105 - the name of a file, not a secret
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")

bp = Blueprint("operations", __name__)


@bp.get("/healthz")
@policy.operator
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@policy.operator
def readyz() -> Response:
    """Whether it can work (200, else 503). A worker is told, and needed with `?worker=required`.

    A held clock is told: what people do goes on. With `?only=database` nothing else is asked: a
    schema or a store that is wrong is so at all machines, and no reason for a balancer to ask none.
    """
    config: Config = current_app.config["SHELFLIFE"]
    # Asked once: each question to a database that is cut off takes seconds.
    database = operations.database_answers()
    if request.args.get("only") == "database":
        alone = jsonify(database="ok" if database else "failing")
        alone.status_code = 200 if database else 503
        return alone
    age = operations.worker_age_seconds(now=clock.machine_now()) if database else None
    has_worker = age is not None and age < ALIVE.total_seconds()
    facts = {
        "database": database,
        "migrations": database and operations.schema_is_newest(),
        "storage": operations.can_write(config.data) and store_answers(),
        "worker": has_worker,
    }
    needed = [fact for name, fact in facts.items() if name != "worker"]
    if request.args.get("worker") == "required":
        needed.append(has_worker)
    words = {name: "ok" if fact else "failing" for name, fact in facts.items()}
    words |= {"worker": "seen" if has_worker else "not seen"}
    words |= {"clock": operations.clock_words() if database else "failing"}
    response = jsonify(words)
    response.status_code = 200 if all(needed) else 503
    return response


@bp.get("/metrics")
@policy.operator
def metrics() -> Response:
    """Figures for Prometheus: to this machine, or to whoever brings the token; else 404.

    The token is the content of the file `metrics-token` in the data folder.
    """
    if not (_is_this_machine() or _brings_the_token()):
        abort(404)
    registry, config = CollectorRegistry(), current_app.config["SHELFLIFE"]
    now, machine_now = clock.now(), clock.machine_now()
    seen = operations.look(now=now, machine_now=machine_now, data=config.data)
    for figure in figures(seen, now=now, machine_now=machine_now):
        gauge = Gauge(f"shelflife_{figure.name}", figure.meaning, figure.labels, registry=registry)
        for labels, value in figure.values.items():
            (gauge.labels(*labels) if labels else gauge).set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_this_machine() -> bool:
    """Asked from here, by a name of here, and not passed on by a proxy that stands here."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    asked = urlsplit(f"//{request.host}").hostname or ""
    return _is_loopback(request.remote_addr or "") and (asked == "localhost" or _is_loopback(asked))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _brings_the_token() -> bool:
    config: Config = current_app.config["SHELFLIFE"]
    try:
        token = (config.data / _TOKEN_FILE).read_text(encoding="utf-8").strip()
    except OSError:
        return False
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
