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
operator = _declare("operator")


OWN = "own"
"""The right that everybody of the staff has: to their own account."""


def console(right: str) -> Callable[[View], View]:
    """A page of the console, for staff with this right: 'look', 'answer', 'act', 'operate', OWN."""

    def mark(view: View) -> View:
        view.policy, view.right = "console", right  # type: ignore[attr-defined]
        return view

    return mark


def right_of(view: View | None) -> str | None:
    """The right that a page of the console asks for, or None."""
    return getattr(view, "right", None)


def of(view: View | None) -> str | None:
    """The declared policy of a view, or None."""
    return getattr(view, "policy", None)
