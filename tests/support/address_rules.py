"""Thousands of applications in one run have the same addresses: how they are built is kept.

Werkzeug writes and compiles a function for every rule of every application; of the time that a test
takes to begin, that is the greater part.
"""

from collections.abc import Callable, Hashable
from typing import Any

from werkzeug.routing import Rule

_compile: Callable[..., Any] = Rule._compile_builder
_compiled: dict[Hashable, Any] = {}


def compile_once() -> None:
    """From now on a rule that was compiled before, for another application, is not again."""
    Rule._compile_builder = _remembered  # type: ignore[method-assign]


def _remembered(rule: Rule, append_unknown: bool = True) -> Any:
    key = (
        rule.rule,
        rule.subdomain,
        rule.host,
        append_unknown,
        tuple(sorted((rule.defaults or {}).items())),
        tuple((name, type(converter)) for name, converter in rule._converters.items()),
    )
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]
