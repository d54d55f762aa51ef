"""A colour profile says which colours are meant, and not whose monitor was calibrated when."""

import io
import struct

import pytest
from PIL import Image, ImageCms

from webapp.photos.profiles import bare_profile

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
LAB = ImageCms.createProfile("LAB")

pytestmark = pytest.mark.one_database("profiles need no database")


def taken_apart(profile):
    (count,) = struct.unpack_from(">I", profile, 128)
    entries = [struct.unpack_from(">4sII", profile, 132 + 12 * each) for each in range(count)]
    return {name: profile[at : at + size] for name, at, size in entries}


def with_tags(profile=SRGB, *, version=4, **tags):
    """The profile with these tags in place of its own of that name, or beside them."""
    parts = taken_apart(profile) | {name.encode(): content for name, content in tags.items()}
    table, body, start = struct.pack(">I", len(parts)), b"", 132 + 12 * len(parts)
    for name, content in parts.items():
        table += struct.pack(">4sII", name, start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = bytearray(profile[:128])
    head[:4], head[8] = struct.pack(">I", start + len(body)), version
    head[48:56], head[80:100] = b"NIKND850", b"anna" + b"\x07" * 16
    return bytes(head) + table + body


def in_lab(profile):
    colours = Image.linear_gradient("L").convert("RGB")
    colours = Image.merge("RGB", (colours.getchannel(0), *colours.rotate(90).split()[1:]))
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return ImageCms.profileToProfile(colours, source, LAB, outputMode="LAB").tobytes()


@pytest.mark.parametrize("version", [2, 4])
def test_what_is_said_of_people_and_devices_goes_and_the_colours_stay(version):
    laden = with_tags(
        version=version,
        desc=b"text\0\0\0\0Anna's monitor, Leipzig 2026-03-14\0",
        cprt=b"text\0\0\0\0(c) Anna Berger\0",
        dmnd=b"text\0\0\0\0Nikon 1234567\0",
        anna=b"priv\0\0\0\0N 51.34 E 12.37",
        bkpt=b"text\0\0\0\0Leipzig in a tag that is read\0",
    )
    bare = bare_profile(laden)
    assert in_lab(bare) == in_lab(SRGB)
    assert not [word for word in (b"Anna", b"Leipzig", b"Nikon", b"51.34", b"NIKN", b"anna",
                                  b"acspAPPL") if word in bare]  # fmt: skip
    assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(bare))).strip()


def test_a_name_that_thousands_have_stays():
    laden = with_tags(desc=b"text\0\0\0\0Adobe RGB (1998) of Anna\0")
    bare = ImageCms.ImageCmsProfile(io.BytesIO(bare_profile(laden)))
    assert ImageCms.getProfileDescription(bare).strip() == "Adobe RGB (1998)"


@pytest.mark.parametrize(
    "broken",
    [None, b"", b"this is no profile", bytes(200), SRGB[:130], SRGB[:140],
     SRGB[:128] + b"\xff\xff\xff\xff" + SRGB[132:150],
     SRGB[:128] + struct.pack(">I4sII", 1, b"rXYZ", 2**32 - 1, 2**32 - 1)],
)  # fmt: skip
def test_what_is_no_profile_is_left_out(broken):
    assert bare_profile(broken) is None
