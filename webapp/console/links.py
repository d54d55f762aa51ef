"""Addresses of the console: of what is looked at, and of pages that not everybody may open."""

from typing import Any

from flask import current_app, g, url_for

from webapp.web import policy


def studio_url(studio_id: str, **asked: Any) -> str:
    """The page of a studio."""
    return url_for("console.studio", studio_id=studio_id, **asked)


def job_url(job_id: str, **asked: Any) -> str:
    """The page of a job."""
    return url_for("console.job", job_id=job_id, **asked)


def customer_url(customer_id: str, **asked: Any) -> str:
    """The page of a customer."""
    return url_for("console.customer", customer_id=customer_id, **asked)


def offered(endpoint: str, **asked: Any) -> str:
    """The address of a page that this person of the staff may open; '' where there is none."""
    right = policy.right_of(current_app.view_functions.get(endpoint))
    return url_for(endpoint, **asked) if right in {policy.OWN, *g.staff.rights} else ""
