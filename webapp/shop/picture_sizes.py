"""Which preview a browser fetches: it is told how wide each is, and how wide it is shown."""

from flask import url_for

from webapp.photos.keys import Size
from webapp.queries.gallery import Picture

# What static/css/gallery.css makes of a tile. On a phone the small preview is enough, about twice
# as fine as the tile; a screen with three dots to a pixel would fetch three times the bytes.
TILE = "(max-width:28rem) 5.5rem,(max-width:40rem) calc(50vw - 1.4rem),"
TILE += "(max-width:60rem) calc(33vw - 1.2rem),12.6rem"
WIDE_TILE = "(max-width:40rem) calc(100vw - 2rem),(max-width:60rem) calc(67vw - 1.6rem),26rem"


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
