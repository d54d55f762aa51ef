"""Every page of the console; importing this module hangs them in."""

from webapp.console import acting, canned_answers, request_page, requests, search, shop_on_a_day
from webapp.console.blueprint import bp

__all__ = ["acting", "bp", "canned_answers", "request_page", "requests", "search", "shop_on_a_day"]
