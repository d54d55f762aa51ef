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


def on_behalf(view: View) -> View:
    """A page of the studio that changes something, and that support may use on its behalf (H2).

    Without this every change is closed to them: a page of tomorrow too.
    """
    view.is_on_behalf = True  # type: ignore[attr-defined]
    return view


def not_on_behalf(view: View) -> View:
    """A page of the studio that support may not even see on its behalf: it belongs to a person, or
    hands out files with other people's data (H2)."""
    view.is_on_behalf = False  # type: ignore[attr-defined]
    return view


def is_open_on_behalf(view: View | None, *, reads: bool) -> bool:
    """Whether support may have it on behalf: what reads unless it says no, the rest if it says so.

    Whether changes are let at all at this moment is another question (`domain.acting`).
    """
    return bool(getattr(view, "is_on_behalf", reads))


def right_of(view: View | None) -> str | None:
    """The right that a page of the console asks for, or None."""
    return getattr(view, "right", None)


def of(view: View | None) -> str | None:
    """The declared policy of a view, or None."""
    return getattr(view, "policy", None)
