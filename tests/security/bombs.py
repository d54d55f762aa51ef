"""Small files and short requests that unfold to something large, and files that are broken."""

import struct
import zlib

from PIL import Image

from tests.photos.pictures import a_jpeg, png_that_claims, saved, webp_that_claims

MEGABYTE = 1024 * 1024


def pictures() -> dict[str, bytes]:
    """Each alone is refused, or is kept for what it is; none takes much memory."""
    jpeg, png = a_jpeg(64, 48), saved(Image.new("RGB", (64, 48), "teal"), "PNG")
    frame = jpeg.index(b"\xff\xc0") + 5
    tables = jpeg.index(b"\xff\xc4") + 5
    much = _packed()
    return {
        "2500 megapixels as PNG": png_that_claims(50_000, 50_000),
        "4290 megapixels as JPEG": jpeg[:frame] + b"\xff\xdc\xff\xdc" + jpeg[frame + 4 :],
        "268 megapixels as WebP": webp_that_claims(16_383, 16_383),
        "2500 megapixels as TIFF": _tiff(50_000, 50_000),
        "120 megapixels of nothing as JPEG": jpeg[:frame] + struct.pack(">HH", 10_900, 11_000)
        + jpeg[frame + 4 :],
        "120 megapixels of nothing as TIFF": _tiff(11_000, 10_900),
        "128 megabytes of text": png[:33] + _chunk(b"zTXt", b"Title\0\0" + much) + png[33:],
        "128 megabytes of words": png[:33] + _chunk(b"iTXt", b"T\0\1\0\0\0" + much) + png[33:],
        "128 megabytes of colours": png[:33] + _chunk(b"iCCP", b"RGB\0\0" + much) + png[33:],
        "a hundred megabytes in texts of one": png[:33]
        + 100 * _chunk(b"zTXt", b"T\0\0" + zlib.compress(bytes(MEGABYTE - 10))) + png[33:],
        "4 billion further pictures": _mpo(jpeg),
        "a tag that says it is 4 gigabytes long": _tiff(64, 48, more=(0x010E, 2, 2**32 - 1, 8)),
        "a page behind itself": _tiff(64, 48, following=8),
        "ten thousand frames": saved(
            Image.new("L", (16, 16)), "PNG", save_all=True, default_image=True,
            append_images=[Image.new("L", (16, 16), at % 256) for at in range(500)],
        ),
        "frames of a moving WebP": saved(
            Image.new("RGB", (16, 16)), "WEBP", save_all=True,
            append_images=[Image.new("RGB", (16, 16), (at, 0, 0)) for at in range(200)],
        ),
        "pages of a TIFF": saved(
            Image.new("L", (16, 16)), "TIFF", save_all=True,
            append_images=[Image.new("L", (16, 16), at) for at in range(200)],
        ),
        "tables of noise": jpeg[:tables] + b"\xff" * 16 + jpeg[tables + 16 :],
        "half of a picture": jpeg[: len(jpeg) // 2],
        "nothing but a beginning": b"\xff\xd8\xff\xe1" + bytes(64),
    }  # fmt: skip


def parts() -> dict[str, bytes]:
    """Small parts without end, and figures: a decoder keeps each, and needs much more for it."""
    jpeg, png = a_jpeg(64, 48), saved(Image.new("RGB", (64, 48), "teal"), "PNG")
    webp, of_bytes = saved(Image.new("RGB", (64, 48)), "WEBP", exif=b"Exif"), bytes(range(1, 251))
    figures = of_bytes * 32_000
    exif = b"Exif\0\0MM\0*" + struct.pack(">IHHHII", 8, 1, 0x0112, 3, 15_000, 26) + of_bytes * 260
    unfilled = webp[12:] + b"NONE\0\0\0\0" * 4_000_000
    return {
        "three million segments": jpeg[:2] + b"\xff\xe1\0\2" * 3_000_000 + jpeg[2:],
        "three million comments": jpeg[:2] + b"\xff\xfe\0\2" * 3_000_000 + jpeg[2:],
        "three hundred times the same of a camera": jpeg[:2]
        + 300 * (b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif) + jpeg[2:],
        "a million chunks": png[:33] + _chunk(b"prVt", b"") * 1_300_000 + png[33:],
        "a million words": png[:33]
        + b"".join(_chunk(b"tEXt", b"%d\0" % each) for each in range(900_000)) + png[33:],
        "four million chunks": b"RIFF" + struct.pack("<I", len(unfilled) + 4) + b"WEBP" + unfilled,
        "a million fractions": _tiff(64, 48, more=(282, 5, 1_000_000, 3472)) + figures,
        "four million bits": _tiff(64, 48, more=(338, 3, 4_000_000, 3472)) + figures,
        "colours in four million figures": _tiff(64, 48, more=(34675, 3, 4_000_000, 3472))
        + figures,
    }  # fmt: skip


def webp_of(width: int, height: int) -> bytes:
    """A picture of one colour, lossless: thirty-four bytes, whatever its size."""
    small = saved(Image.new("RGBA", (16, 16), (9, 9, 9, 255)), "WEBP", lossless=True)
    at = small.index(b"VP8L") + 9
    bits = struct.unpack_from("<I", small, at)[0] & ~0xFFFFFFF
    bits |= (width - 1) | (height - 1) << 14
    return small[:at] + struct.pack("<I", bits) + small[at + 4 :]


def _packed() -> bytes:
    packer = zlib.compressobj(9)
    once = bytes(16 * MEGABYTE)
    return b"".join(packer.compress(once) for _each in range(8)) + packer.flush()


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def _tiff(width: int, height: int, *, more=None, following: int = 0) -> bytes:
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1),
               (262, 3, 1, 1), (273, 4, 1, 400), (277, 3, 1, 1), (278, 4, 1, height),
               (279, 4, 1, 64 * 48)]  # fmt: skip
    table = struct.pack("<H", len(entries) + bool(more))
    for tag, kind, count, value in sorted([*entries, *([more] if more else [])]):
        table += struct.pack("<HHII", tag, kind, count, value)
    head = b"II*\0" + struct.pack("<I", 8) + table + struct.pack("<I", following)
    return head.ljust(400, b"\0") + bytes(64 * 48)


def _mpo(jpeg: bytes) -> bytes:
    body = b"MM\0*" + struct.pack(">IH", 8, 2) + struct.pack(">HHI4s", 0xB000, 7, 4, b"0100")
    body += struct.pack(">HHII", 0xB001, 4, 1, 2**32 - 1) + bytes(4)
    content = b"MPF\0" + body
    return jpeg[:2] + b"\xff\xe2" + struct.pack(">H", len(content) + 2) + content + jpeg[2:]
