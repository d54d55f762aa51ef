"""Pictures of the four kinds with all that cameras and programs write into them, and where to find
it again: words, places in every way of writing, thumbnails with words and places of their own."""

import io
import struct
import zlib

from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

from tests.photos.pictures import four_colours, saved

NAME = "DSC_7731 Mia Rosental.jpg"
WORD = "Rosental"
_LATITUDE = (51, 1, 20, 1, 2547, 100)
_LONGITUDE = (12, 1, 21, 1, 3391, 100)
_PACKED = zlib.compress(b"packed: Rosental 51.3404 N, 12.3594 E" * 3, 9)
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
_XMP = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf'
        b'-syntax-ns#"><rdf:Description exif:GPSLatitude="51,20.4245N" dc:title="Rosental"/>'
        b"</rdf:RDF></x:xmpmeta>")  # fmt: skip
_8BIM = b"8BIM\x04\x04\0\0\0\0\0\x0d\x1c\x02\x5a\0\x08Rosental\0"
SIGNS = {
    "a word": WORD.encode(),
    "a word in two bytes a letter": WORD.encode("utf-16-le"),
    "a word in two bytes a letter, the other way": WORD.encode("utf-16-be"),
    "a latitude": struct.pack(">6I", *_LATITUDE),
    "a latitude, the other way": struct.pack("<6I", *_LATITUDE),
    "a longitude": struct.pack(">6I", *_LONGITUDE),
    "a longitude, the other way": struct.pack("<6I", *_LONGITUDE),
    "a place in words": b"51,20.4245",
    "something packed": _PACKED,
    "the camera": b"NIKON Z 9",
    "a block of a program": b"8BIM",
    "XMP": b"xmpmeta",
}


def signs_in(content: bytes) -> list[str]:
    """What is told by these bytes, of what nobody is to be told."""
    return [what for what, sign in SIGNS.items() if sign in content]


def laden(kind: str) -> bytes:
    """A picture held sideways: upright it is 600 × 400, red, lime, blue and white."""
    return {"JPEG": _jpeg, "PNG": _png, "TIFF": _tiff, "WEBP": _webp}[kind]()


def _lying() -> Image.Image:
    return four_colours(600, 400).transpose(Image.Transpose.ROTATE_90)


def _exif(thumbnail: bytes = b"") -> bytes:
    """As cameras write it: the picture, where it was taken, and behind it a thumbnail."""
    first = [_text(0x010E, b"Mia Rosental"), _text(0x0110, b"NIKON Z 9"), _short(0x0112, 6)]
    place = [_text(1, b"N"), (2, 5, 3, struct.pack(">6I", *_LATITUDE)), _text(3, b"E"),
             (4, 5, 3, struct.pack(">6I", *_LONGITUDE))]  # fmt: skip
    at_place = 8 + _room([*first, _long(0x8825, 0)])
    at_second = at_place + _room(place)
    head = b"MM\0*" + struct.pack(">I", 8)
    parts = _ifd(8, [*first, _long(0x8825, at_place)], following=at_second if thumbnail else 0)
    parts += _ifd(at_place, place)
    if not thumbnail:
        return head + parts
    small = [_short(0x0103, 6), _long(0x0201, 0), _long(0x0202, len(thumbnail))]
    small[1] = _long(0x0201, at_second + _room(small))
    return head + parts + _ifd(at_second, small) + thumbnail


def _text(tag, words):
    return tag, 2, len(words) + 1, words + b"\0"


def _short(tag, number):
    return tag, 3, 1, struct.pack(">HH", number, 0)


def _long(tag, number):
    return tag, 4, 1, struct.pack(">I", number)


def _room(entries):
    return 6 + 12 * len(entries) + sum(len(each[3]) for each in entries if len(each[3]) > 4)


def _ifd(at, entries, following=0):
    table, body = struct.pack(">H", len(entries)), b""
    start = at + 6 + 12 * len(entries)
    for tag, kind, count, value in entries:
        place = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack(">I", start + len(body))
        body += value if len(value) > 4 else b""
        table += struct.pack(">HHI", tag, kind, count) + place
    return table + struct.pack(">I", following) + body


def _profile() -> bytes:
    """sRGB of somebody's monitor, with a tag of its program's own."""
    (count,) = struct.unpack_from(">I", _SRGB, 128)
    table, at = b"", len(_SRGB) + 24
    for number in range(count):
        name, start, size = struct.unpack_from(">4sII", _SRGB, 132 + 12 * number)
        start, size = (at, 40) if name == b"desc" else (start + 24, size)
        table += struct.pack(">4sII", name, start, size)
    private = b"desc\0\0\0\0" + b"Monitor of Mia Rosental".ljust(32, b"\0")
    table += struct.pack(">4sII", b"rose", at, 40) + struct.pack(">4sII", b"dmnd", at, 40)
    head = struct.pack(">I", at + 40) + _SRGB[4:128] + struct.pack(">I", count + 2)
    return head + table + _SRGB[132 + 12 * count :] + private


def _thumbnail() -> bytes:
    inner = saved(Image.new("RGB", (40, 30), "red"), comment=b"thumbnail: Rosental")
    return inner[:2] + _segment(0xE1, b"Exif\0\0" + _exif()) + inner[2:]


def _segment(code, content):
    return bytes((0xFF, code)) + struct.pack(">H", len(content) + 2) + content


def _jpeg() -> bytes:
    second = Image.new("RGB", (60, 40), "red")
    both = saved(_lying(), "MPO", save_all=True, append_images=[second], quality=90)
    thumbnail = _thumbnail()
    head = (
        _segment(0xE1, b"Exif\0\0" + _exif(thumbnail))
        + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP)
        + _segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"R" * 32
                   + struct.pack(">II", len(_XMP), 0) + _XMP)
        + _segment(0xED, b"Photoshop 3.0\0" + _8BIM)
        + _segment(0xE2, b"ICC_PROFILE\0\1\1" + _profile())
        + _segment(0xE0, b"JFXX\0\x10" + thumbnail)
        + _segment(0xEF, b"Rosental of a program")
        + _segment(0xFE, b"Rosental in a comment")
    )  # fmt: skip
    return both[:2] + head + both[2:] + thumbnail + b"Rosental behind the end"


def _png() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Mia Rosental")
    words.add_text("comment", "Rosental")
    words.add_itxt("XML:com.adobe.xmp", _XMP.decode())
    words.add_itxt("Title", "Rosental", zip=True)
    plain = saved(_lying(), "PNG", pnginfo=words, exif=_exif(_thumbnail()),
                  icc_profile=_profile())  # fmt: skip
    more = _chunk(b"zTXt", b"Comment\0\0" + _PACKED) + _chunk(b"rOSe", b"Rosental")
    return plain[:-12] + more + plain[-12:] + b"Rosental behind the end"


def _chunk(kind, content):
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def _tiff() -> bytes:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[0x010E], tags[0x010F], tags[0x0110] = "Mia Rosental", "NIKON", "NIKON Z 9"
    tags[0x0112], tags[0x013B], tags[0x011D] = 6, "Mia Rosental", "Rosental"
    for tag, content in ((700, _XMP), (33723, _8BIM), (34377, _8BIM)):
        tags[tag], tags.tagtype[tag] = content, 7
    place = {1: "N", 2: (51, 20, 25.47), 3: "E", 4: (12, 21, 33.91)}
    tags[0x8825] = place
    plain = saved(_lying(), "TIFF", tiffinfo=tags, icc_profile=_profile())
    return plain + struct.pack("<6I", *_LATITUDE) + b"Rosental behind the end"


def _webp() -> bytes:
    plain = saved(_lying(), "WEBP", exif=b"Exif\0\0" + _exif(_thumbnail()), xmp=_XMP,
                  icc_profile=_profile(), quality=90)  # fmt: skip
    more = b"ROSE" + struct.pack("<I", 8) + b"Rosental"
    body = plain[8:] + more
    return b"RIFF" + struct.pack("<I", len(body)) + body + b"Rosental behind the end"


def opened(content: bytes) -> Image.Image:
    """The picture in these bytes."""
    return Image.open(io.BytesIO(content))
