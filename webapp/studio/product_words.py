"""Products in words: their kinds, sizes, parts, and what is wrong with one."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.product_kinds import Part, ProductKind
from webapp.domain.products import MOST_OF_A_PART, ProductFault
from webapp.models.price_list import Product
from webapp.web.size_fields import size_words

KINDS = {
    ProductKind.PRINT.value: _l("Print"),
    ProductKind.DIGITAL.value: _l("Download of one picture"),
    ProductKind.DIGITAL_ALL.value: _l("Download of all pictures"),
    ProductKind.PACKAGE.value: _l("Package"),
}
KIND_HINTS = {
    ProductKind.PRINT.value: _l("Printed and handed over or sent; of each picture."),
    ProductKind.DIGITAL.value: _l("The file of the picture that is ordered."),
    ProductKind.DIGITAL_ALL.value: _l("The files of all pictures that a code opens, at one price."),
    ProductKind.PACKAGE.value: _l("Several prints and downloads of one picture, at one price."),
}
FAULTS = {
    ProductFault.NAME_TAKEN: _l("Another product of this list has this name. Choose another one."),
    ProductFault.NO_PARTS: _l("Say of at least one product how many the package holds."),
    ProductFault.PART_UNKNOWN: _l("One of the products is not on this list any more. Look again."),
    ProductFault.PART_QUANTITY: _l(
        "A package holds 1 to %(most)s of a product.", most=MOST_OF_A_PART
    ),
    ProductFault.KIND_FIXED: _l("A product stays what it is. Add a new one, and remove this one."),
}


def about(product: Product, parts: Sequence[Part]) -> str:
    """'Print · 13 × 18 cm', 'Package · 2 × Print 13 × 18 cm, 1 × Picture as a download'."""
    said = [str(KINDS[product.kind])]
    if product.width is not None and product.height is not None:
        said.append(size_words(product.width, product.height))
    if parts:
        said.append(parts_words(parts))
    return " · ".join(said)


def parts_words(parts: Sequence[Part]) -> str:
    """'2 × Print 13 × 18 cm, 1 × Picture as a download'."""
    return ", ".join(
        _("%(quantity)s × %(name)s", quantity=part.quantity, name=part.name) for part in parts
    )
