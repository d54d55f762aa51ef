"""Every page of the console; importing this module hangs them in."""

from webapp.console import (
    account,
    acting,
    canned_answers,
    customer,
    explanation,
    job,
    operations,
    request_page,
    requests,
    search,
    second_factor,
    shop_on_a_day,
    studio,
    studios,
)
from webapp.console.blueprint import bp

__all__ = [
    "account",
    "acting",
    "bp",
    "canned_answers",
    "customer",
    "explanation",
    "job",
    "operations",
    "request_page",
    "requests",
    "search",
    "second_factor",
    "shop_on_a_day",
    "studio",
    "studios",
]
