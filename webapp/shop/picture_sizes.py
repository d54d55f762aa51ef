"""Which preview a browser fetches: it is told how wide each is, and how wide it is shown."""

from flask import url_for

from webapp.photos.keys import Size
from webapp.queries.gallery import Picture

# What static/css/gallery.css makes of a tile. A phone is told less, so that it takes the small
# preview whatever its screen: the next size is four times the bytes, and a first view has 600 kB.
# A class photo has many faces and is rare: it is fetched as fine as it is shown.
_TILE = "(max-width:28rem) 5.5rem,(max-width:40rem) calc(50vw - 1.4rem),"
_TILE += "(max-width:60rem) calc(33vw - 1.2rem),12.6rem"
_LYING = "(max-width:28rem) 8rem,(max-width:40rem) calc(100vw - 2rem),"
_LYING += "(max-width:60rem) calc(67vw - 1.6rem),26rem"
_GROUP = "(max-width:40rem) calc(100vw - 2rem),(max-width:60rem) calc(67vw - 1.6rem),26rem"


def tile_sizes(picture: Picture) -> str:
    """How wide a tile shows the picture."""
    if not picture.is_wide:
        return _TILE
    return _GROUP if picture.is_group else _LYING


def width_of(picture: Picture, size: Size) -> int:
    """How many pixels wide a preview is; none is larger than its original."""
    scale = min(size.long_edge / max(picture.width, picture.height), 1)
    return max(round(picture.width * scale), 1)


def large_srcset(job_id: str, picture: Picture) -> str:
    """The previews from which the large view's picture is taken."""
    return ", ".join(
        f"{url_for('shop.picture', job_id=job_id, photo_id=picture.id, size=size)}"
        f" {width_of(picture, size)}w"
        for size in (Size.GALLERY, Size.LARGE)
    )


def large_sizes(picture: Picture) -> str:
    """How wide static/css/large-view.css shows it: the whole picture, in the room there is."""
    shape = f"{picture.width / picture.height:.3f}"
    return (
        f"(max-width:56rem) min(100vw, calc(max(16rem, 100vh - 24rem) * {shape})),"
        f" min(100vw - 34rem, calc((100vh - 6rem) * {shape}))"
    )
