"""What a product is: a print, the file of a picture, the files of many, or a package of these."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ProductKind(StrEnum):
    """The kinds of products; 'digital-all': the files of every picture that a code opens."""

    PRINT = "print"
    DIGITAL = "digital"
    DIGITAL_ALL = "digital-all"
    PACKAGE = "package"

    @property
    def is_file(self) -> bool:
        """Whether it is sent as files: one of each is all that anybody needs."""
        return self in (ProductKind.DIGITAL, ProductKind.DIGITAL_ALL)


@dataclass(frozen=True)
class Part:
    """What a package holds so many times of its picture."""

    name: str
    kind: str
    quantity: int


def is_printed(kind: str, parts: Iterable[Part] = ()) -> bool:
    """Whether something of it is printed, and so posted or collected."""
    return any(each is ProductKind.PRINT for each in _kinds(kind, parts))


def has_files(kind: str, parts: Iterable[Part] = ()) -> bool:
    """Whether it contains a file to download (A9)."""
    return any(each.is_file for each in _kinds(kind, parts))


def _kinds(kind: str, parts: Iterable[Part]) -> list[ProductKind]:
    """What it is, or what it holds."""
    if kind == ProductKind.PACKAGE:
        return [ProductKind(part.kind) for part in parts]
    return [ProductKind(kind)]
