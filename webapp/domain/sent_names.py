"""What files are called that leave the house: safe on every system, and telling whose they are."""

import re
import unicodedata
from collections.abc import Iterable

from webapp.domain.names import cleaned

LONGEST = 120
_LONGEST_WORD = 40
_UNSAFE = re.compile(r"[^\w.+-]+")
# What Windows takes for a device, whatever stands behind a point; raised numbers count too.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?=$|\.)", re.IGNORECASE)
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
}


def bought_file(order_number: int, position: int, picture_number: int) -> str:
    """What a customer's file is called: '1042-01-0412.jpg'."""
    return f"{order_number}-{position:02d}-{picture_number:04d}.jpg"


def lab_file(
    *,
    product: str,
    quantity: int,
    order_number: int,
    person: str,
    picture_number: int,
    media_type: str,
) -> str:
    """Where an original lies in the archive for the lab: a folder for each product.

    'Print-13x18-cm/2x_Print-13x18-cm_1042_Mia-Berger_0412.jpg': how often, of what, for which order
    and person, which picture.
    """
    what = safe_word(product) or "product"
    words = (f"{quantity}x", what, str(order_number), safe_word(person), f"{picture_number:04d}")
    name = "_".join(word for word in words if word)
    return f"{what}/{name}.{_ENDINGS.get(media_type, 'jpg')}"


def safe_word(text: str) -> str:
    """Letters, digits, '.', '+' and '-': no path, no device, nothing hidden, at most 40 characters.

    '' where nothing of the text can stand in a name.
    """
    plain = unicodedata.normalize("NFC", cleaned(text)).replace("×", "x")
    plain = re.sub(r"(?<=\d)-?\s*x\s*(?=\d)", "x", plain)
    word = _UNSAFE.sub("-", plain).replace("_", "-")
    word = re.sub(r"-{2,}", "-", word)[: _LONGEST_WORD - 1].strip(".-")
    return _DEVICE.sub(r"\1-", word, count=1) if _DEVICE.match(word) else word


def unique(names: Iterable[str]) -> list[str]:
    """The same names, each once also where upper and lower case are the same: 'a', 'a-2', 'a-3'."""
    taken: set[str] = set()
    return [_free(name, taken) for name in names]


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}{dot}{ending}"
    taken.add(free.casefold())
    return free
