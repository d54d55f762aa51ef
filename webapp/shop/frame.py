"""What stands around every page of the shop: the studio's name, the basket, the languages."""

from dataclasses import dataclass
from typing import Any

from babel.numbers import format_percent
from flask import g, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from webapp.shop import visitor
from webapp.shop.on_a_day import is_look, strip_here
from webapp.shop.visitor import bp
from webapp.web import language, phone_fields


@dataclass(frozen=True)
class FootLink:
    """A link below every page."""

    url: str
    label: str


class Frame:
    """What layouts/shop.html asks for; only a page that has a frame asks."""

    @property
    def name(self) -> str:
        """The studio's name: Shelflife stays invisible here."""
        return visitor.studio().name

    @property
    def home_url(self) -> str:
        """'My pictures'."""
        return url_for("shop.home")

    @property
    def basket_url(self) -> str:
        """The basket."""
        return url_for("shop.basket")

    @property
    def basket_count(self) -> int:
        """How many products lie in it."""
        return visitor.basket().totals.products

    @property
    def leave_url(self) -> str:
        """Where a browser is forgotten; "" for one that nobody knows."""
        return url_for("shop.leave") if visitor.visitor_id() else ""

    @property
    def foot_links(self) -> list[FootLink]:
        """Help for whoever needs it, from the page they are on; none for who only looks (H1)."""
        if is_look():
            return []
        asking = url_for("shop.new_request", page=request.path)
        return [FootLink(asking, str(_("Submit a request")))]

    @property
    def language_links(self) -> list[language.LanguageLink]:
        """The same page in other languages."""
        return language.links(otherwise=self.home_url)


@bp.app_template_filter()
def tax_percent(rate: int) -> str:
    """A rate in hundredths of a per cent in words: 19% or 7,7 %."""
    whole = 100
    return str(format_percent(rate / whole**2, locale=get_locale(), decimal_quantization=False))


@bp.app_template_filter()
def phone_words(number: str) -> str:
    """A number as people write it; what is none stays as it is."""
    return phone_fields.phone_words(number)


@bp.context_processor
def _frame() -> dict[str, Any]:
    """The frame and what every price needs; a shop that does not exist has neither."""
    if "guest" not in g:
        return {}
    return {
        "shop": Frame(),
        "basket": visitor.basket,
        "studio": visitor.studio(),
        "day_pass": strip_here(),
    }
