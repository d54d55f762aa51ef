"""Brings any picture into the colours of screens: sRGB, eight bits, no transparency."""

import io
from typing import cast

from PIL import Image, ImageCms

_SRGB = ImageCms.createProfile("sRGB")
_SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N")
_TO_EIGHT_BITS = 1 / 256
_WITH_PROFILE = ("L", "RGB", "CMYK", "LAB")


def to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """An RGB picture in sRGB; `profile` is the embedded ICC profile, if there is one."""
    plain = _without_alpha(_eight_bits(picture))
    if profile and plain.mode in _WITH_PROFILE:
        converted = _by_profile(plain, profile)
        if converted is not None:
            return converted
    return plain if plain.mode == "RGB" else plain.convert("RGB")


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image | None:
    """None when the profile is broken or made for another kind of picture."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _is_srgb(source) and picture.mode == "RGB":
            return picture
        return ImageCms.profileToProfile(
            picture,
            source,
            _SRGB,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return "srgb iec61966-2" in ImageCms.getProfileDescription(profile).lower()


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode in _SIXTEEN_BITS:
        return picture.point(lambda value: value * _TO_EIGHT_BITS).convert("L")
    if picture.mode in ("I", "F"):
        return _stretched(picture)
    return picture


def _stretched(picture: Image.Image) -> Image.Image:
    """Numbers of any range (scientific cameras) become the greys between their ends."""
    floats = picture.convert("F")
    low, high = (float(end) for end in cast(tuple[float, float], floats.getextrema()))
    scale = 255 / (high - low) if high > low else 0.0
    return floats.point(lambda value: value * scale - low * scale).convert("L")


def _without_alpha(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB") if picture.mode in ("P", "PA") else picture
    layer = picture.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")
