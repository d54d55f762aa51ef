"""The tiles of the gallery: hundreds on a page, so they are put together here and not in Jinja."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from webapp.models.base import ID_LENGTH
from webapp.queries.gallery import Picture, Section

SHOWN_AT_ONCE = 12
_ANY_ID = "x" * ID_LENGTH


@dataclass(frozen=True)
class Part:
    """A part of the gallery as the page shows it; `total`: its pictures on all pages."""

    title: str
    total: int
    tiles: Markup


def parts(
    sections: Collection[Section], *, job_id: str, chosen: Collection[str], focused: bool = False
) -> list[Part]:
    """The sections with their tiles; `chosen`: the pictures in the basket.

    `focused`: the first picture takes the focus, as the button that brought it is gone.
    """
    tile = _Tile(job_id, chosen)
    drawn = tile.draw(sections, focused=focused)
    return [
        Part(
            section.title,
            section.total,
            Markup("".join(next(drawn) for _picture in section.pictures)),  # noqa: S704 - escaped
        )
        for section in sections
    ]


class _Tile:
    """One picture with its number and what can be done; the same for all but what `draw` fills in.

    Addresses are built once: url_for for each of them would cost more than the rest of the page.
    """

    def __init__(self, job_id: str, chosen: Collection[str]) -> None:
        large = url_for("shop.photo", job_id=job_id, photo_id=_ANY_ID)
        bytes_of = url_for("shop.picture", job_id=job_id, photo_id=_ANY_ID, size="gallery")
        self._chosen = chosen
        self._large, _id, self._after_large = escape(large).rpartition(_ANY_ID)
        self._bytes, _id, self._after_bytes = escape(bytes_of).rpartition(_ANY_ID)
        alt, choose, in_basket = _("Picture"), _("Choose"), _("In basket")
        self._alt = escape(alt)
        self._choose = f"<i>{escape(choose)}</i>"
        self._in_basket = f'<i class="inb">{escape(in_basket)}</i>'

    def draw(self, sections: Collection[Section], *, focused: bool) -> Iterator[str]:
        pictures = (picture for section in sections for picture in section.pictures)
        for number, picture in enumerate(pictures, start=1):
            loading = ' loading="lazy"' if number > SHOWN_AT_ONCE else ""
            yield self._one(picture, loading, " autofocus" if focused and number == 1 else "")

    def _one(self, picture: Picture, loading: str, focus: str) -> str:
        """Ids and numbers are the database's own; every word is escaped."""
        wide = " wide" if picture.is_wide else ""
        word = self._in_basket if picture.id in self._chosen else self._choose
        return (
            f'<a class="ph{wide}" id="p{picture.label}"{focus}'
            f' href="{self._large}{picture.id}{self._after_large}">'
            f'<img src="{self._bytes}{picture.id}{self._after_bytes}" alt="{self._alt}"'
            f' width="{picture.width}" height="{picture.height}"{loading}>'
            f"<b>{picture.label}</b>{word}</a>"
        )
