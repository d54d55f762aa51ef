"""The tiles of the gallery: hundreds on a page, so they are put together here and not in Jinja."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from flask import get_template_attribute, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from webapp.models.base import ID_LENGTH
from webapp.photos.keys import Size
from webapp.queries.gallery import Picture, Section
from webapp.shop.picture_sizes import tile_sizes, width_of

SHOWN_AT_ONCE = 4  # two rows on a phone; of the others the browser fetches what comes near
_ANY_ID = "x" * ID_LENGTH


@dataclass(frozen=True)
class Part:
    """A part of the gallery as the page shows it; `total`: its pictures on all pages."""

    title: str
    total: int
    tiles: Markup


@dataclass(frozen=True)
class Marks:
    """The pictures in the basket and the favourites, and whether only those are shown."""

    chosen: Collection[str] = ()
    favourites: Collection[str] = ()
    only_favourites: str | None = None


def parts(
    sections: Collection[Section], *, job_id: str, marks: Marks, focused: bool = False
) -> list[Part]:
    """The sections with their tiles.

    `focused`: the first picture takes the focus, as the button that brought it is gone.
    """
    tile = _Tile(job_id, marks)
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

    def __init__(self, job_id: str, marks: Marks) -> None:
        large = url_for(
            "shop.photo", job_id=job_id, photo_id=_ANY_ID, favourites=marks.only_favourites
        )
        bytes_of = url_for("shop.picture", job_id=job_id, photo_id=_ANY_ID, size=Size.GALLERY)
        self._marks = marks
        self._large, _id, self._after_large = escape(large).rpartition(_ANY_ID)
        self._bytes, _id, _size = escape(bytes_of).rpartition(_ANY_ID)
        alt, choose, in_basket, favourite = (
            _("Picture"),
            _("Choose"),
            _("In basket"),
            _("Favourite"),
        )
        self._alt = escape(alt)
        self._choose = f"<i>{escape(choose)}</i>"
        self._in_basket = f'<i class="inb">{escape(in_basket)}</i>'
        heart = get_template_attribute("components/icons.html", "icon")("heart", "heart")
        self._favourite = f'{heart}<span class="vh"> {escape(favourite)}</span>'
        self._shapes: dict[tuple[int, int, bool], tuple[str, str]] = {}

    def draw(self, sections: Collection[Section], *, focused: bool) -> Iterator[str]:
        pictures = (picture for section in sections for picture in section.pictures)
        for number, picture in enumerate(pictures, start=1):
            loading = ' loading="lazy"' if number > SHOWN_AT_ONCE else ""
            if number == 1:
                loading = ' fetchpriority="high"'
            yield self._one(picture, loading, " autofocus" if focused and number == 1 else "")

    def _one(self, picture: Picture, loading: str, focus: str) -> str:
        """Ids and numbers are the database's own; every word is escaped."""
        wide = " wide" if picture.is_wide else ""
        word = self._in_basket if picture.id in self._marks.chosen else self._choose
        heart = self._favourite if picture.id in self._marks.favourites else ""
        address = f"{self._bytes}{picture.id}"
        small, rest = self._shape(picture)
        return (
            f'<a class="ph{wide}" id="p{picture.label}"{focus}'
            f' href="{self._large}{picture.id}{self._after_large}">'
            f'<img src="{address}/gallery" srcset="{address}/small{small}, {address}/gallery{rest}'
            f' alt="{self._alt}"{loading}>'
            f"<b>{picture.label}{heart}</b>{word}</a>"
        )

    def _shape(self, picture: Picture) -> tuple[str, str]:
        """How wide its previews are, and what else follows from its shape; most share one."""
        key = (picture.width, picture.height, picture.is_group)
        if key not in self._shapes:
            self._shapes[key] = (
                f" {width_of(picture, Size.SMALL)}w",
                f' {width_of(picture, Size.GALLERY)}w" sizes="{tile_sizes(picture)}"'
                f' width="{picture.width}" height="{picture.height}" decoding="async"',
            )
        return self._shapes[key]
