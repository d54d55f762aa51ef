"""A field for what a package holds: beside each product of its list, how many."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import Field
from wtforms.utils import unset_value

from webapp.domain.products import FEWEST_OF_A_PART, MOST_OF_A_PART
from webapp.queries.price_list_pages import OfferedPart

_LONGEST = 6


class PartsField(Field):
    """Its data are pairs of product id and number; nothing typed means none of it.

    The numbers are sent as `parts-<id>`. Ids that are not offered are kept: the rules refuse them.
    """

    offered: Sequence[OfferedPart] = ()
    typed: dict[str, str]

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the numbers that were sent, else those that are stored."""
        self.process_errors: list[Any] = []
        self.data = () if data is unset_value else tuple(data)
        self.typed = {product_id: str(quantity) for product_id, quantity in self.data}
        if formdata:
            self._read(formdata)

    def _read(self, formdata: Any) -> None:
        start = f"{self.name}-"
        sent = {name.removeprefix(start): value.strip()
                for name, value in formdata.items() if name.startswith(start)}  # fmt: skip
        self.typed = {product_id: value[:_LONGEST] for product_id, value in sent.items()}
        self.data = ()
        for product_id, value in sorted(sent.items()):
            if value in ("", "0"):
                continue
            if not _is_number(value):
                self.process_errors = [
                    _l(
                        "Write whole numbers from %(fewest)s to %(most)s, or nothing.",
                        fewest=FEWEST_OF_A_PART,
                        most=MOST_OF_A_PART,
                    )
                ]
                continue
            self.data = (*self.data, (product_id, int(value)))

    @property
    def rows(self) -> list[dict[str, str]]:
        """A line for each product that can be in a package."""
        return [
            {
                "id": f"{self.id}-{each.id}",
                "name": f"{self.name}-{each.id}",
                "label": each.name,
                "value": self.typed.get(each.id, ""),
            }
            for each in self.offered
        ]

    def __call__(self, **_options: Any) -> Markup:
        """Drawn by the template, a line at a time."""
        raise NotImplementedError


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and int(value[:_LONGEST]) <= MOST_OF_A_PART
