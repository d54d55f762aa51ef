"""What the program writes about itself: JSON for machines, plain lines on a terminal.

Every request has an id, which is in its log lines, in its `X-Request-Id` and on a 500 page. Codes,
tokens and passwords are in no line: addresses are logged as their patterns.
"""

import logging
import secrets
import sys
from types import TracebackType
from typing import Any, TextIO

import structlog
from flask import Flask, Response, g, request
from structlog.types import EventDict, Processor, WrappedLogger

from webapp import clock

_SECRETS = ("password", "token", "code", "secret", "cookie", "authorization", "csrf_token")
_ExcInfo = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]


def install(app: Flask) -> None:
    """Set up the logger `webapp` and give every request an id. To be called before other parts."""
    _configure()
    app.before_request(_begin)
    app.after_request(_end)
    app.log_exception = _log_exception  # type: ignore[method-assign]


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.began = clock.monotonic()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "")
    milliseconds = round((clock.monotonic() - g.get("began", clock.monotonic())) * 1000)
    log = structlog.stdlib.get_logger("webapp.requests")
    facts = {"method": request.method, "route": _route(), "status": response.status_code}
    log.info("request", **facts, milliseconds=milliseconds)
    return response


def _log_exception(exc_info: _ExcInfo) -> None:
    """In place of Flask's own, which writes the whole address, tokens and all."""
    log = structlog.stdlib.get_logger("webapp.errors")
    log.error("broken", method=request.method, route=_route(), exc_info=exc_info)


def _route() -> str:
    return str(request.url_rule) if request.url_rule else "unknown"


def _without_secrets(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    return {key: "…" if key in _SECRETS else value for key, value in event.items()}


class _Stdout(logging.StreamHandler[TextIO]):
    """Writes to what is the standard output at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stdout
        super().emit(record)


def _configure() -> None:
    on_terminal = sys.stdout.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if on_terminal:
        last += [structlog.dev.ConsoleRenderer(colors=False)]
    else:
        last += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    handler = _Stdout()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last)
    )
    own = logging.getLogger("webapp")
    own.handlers = [handler]
    own.setLevel(logging.INFO)
    # On a terminal somebody waits for the address to open; each request would push it away.
    requests = logging.getLogger("webapp.requests")
    requests.setLevel(logging.WARNING if on_terminal else logging.INFO)
