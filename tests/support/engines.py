"""Thousands of applications in one run ask the same of their databases: put into SQL once.

An engine keeps the SQL of its statements, by the dialect it was written for; one that is made for a
single test writes all of it anew.
"""

from typing import Any

from sqlalchemy import Dialect, Engine

_known: dict[str, Dialect] = {}
_written: dict[Any, Any] = {}


def share_statements(engine: Engine) -> None:
    """Let this engine use the SQL that others of its kind have written, and leave them its own."""
    if engine.dialect.name not in _known:
        with engine.connect():  # a dialect asks the first server it meets for its version
            _known[engine.dialect.name] = engine.dialect
    engine.dialect = _known[engine.dialect.name]
    engine.update_execution_options(compiled_cache=_written)
