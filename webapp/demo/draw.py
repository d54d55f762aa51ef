"""Draws all pictures of the demo into a folder: `python -m webapp.demo.draw FOLDER`."""

import sys
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image, ImageCms

from webapp.demo.album import Drawing, drawings

QUALITY = 80


def draw_all(folder: Path) -> int:
    """Write every picture as a JPEG in sRGB; answers how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    album = drawings()
    for name, drawing in album.items():
        (folder / name).write_bytes(photograph(drawing))
    return len(album)


def photograph(drawing: Drawing) -> bytes:
    """The drawing as the bytes of a JPEG file."""
    png = bytes(resvg_py.svg_to_bytes(svg_string=drawing.svg(), width=drawing.size[0]))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with Image.open(BytesIO(png)) as picture, BytesIO() as written:
        picture.convert("RGB").save(
            written, "JPEG", quality=QUALITY, optimize=True, progressive=True, icc_profile=profile
        )
        return written.getvalue()


def main() -> int:
    """Read the folder from the command line and fill it."""
    match sys.argv[1:]:
        case [folder]:
            print(f"{draw_all(Path(folder))} pictures drawn")
        case _:
            print("Usage: python -m webapp.demo.draw FOLDER", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
