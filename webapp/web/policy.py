"""Who may ask for a page: every view declares it, and each audience's door checks it.

A view without a policy is closed: a test walks the map of addresses and fails on it, and the doors
refuse it.
"""

from collections.abc import Callable
from typing import Any

View = Callable[..., Any]


def _declare(policy: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return mark


public = _declare("public")
studio = _declare("studio")
shop = _declare("shop")
console = _declare("console")
operator = _declare("operator")


def of(view: View | None) -> str | None:
    """The declared policy of a view, or None."""
    return getattr(view, "policy", None)
