"""The form in which the studio enters an order: lines of pictures, who buys, how it is paid."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)

from webapp.domain.baskets import LONGEST_NOTE, is_quantity, most_of
from webapp.domain.payment import Method
from webapp.domain.product_kinds import ProductKind
from webapp.models.customer import Customer
from webapp.models.order import Order
from webapp.models.price_list import Product
from webapp.queries.order_entry import Choice
from webapp.use_cases.enter_order import EnteredLine, Entry
from webapp.use_cases.write_order import Buyer
from webapp.web.countries import countries
from webapp.web.email_fields import email_field
from webapp.web.language import own_names
from webapp.web.name_fields import name_field
from webapp.web.order_state_words import payment_words
from webapp.web.words import money

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_AMOUNT = re.compile(r"[0-9]{1,12}")
_QUANTITY = re.compile(r"[0-9]{1,3}")
_MOST_LINES = 200
_GOES_TO = ("street", "postcode", "city", "country")


class LineForm(Form):
    """A product of one picture (`photo`), or of all of a code (`code`); without one: nothing."""

    photo = HiddenField()
    code = HiddenField()
    product = SelectField(_l("Product"), validate_choice=False)
    quantity = StringField(_l("Quantity"), default="1")
    note = name_field(_l("Note"), longest=LONGEST_NOTE)
    kinds: Mapping[str, str] = MappingProxyType({})

    @property
    def is_wanted(self) -> bool:
        """Whether a product was chosen in it."""
        return bool(self.product.data)

    def validate_quantity(self, _field: StringField) -> None:
        """A whole number from 1 to 99, of a line that orders something; of a file 1."""
        if self.is_wanted and self.number is None:
            is_file = most_of(self._kind) == 1
            raise ValidationError(
                _("A file is ordered once.") if is_file else _("Order 1 to 99 of a product.")
            )

    @property
    def number(self) -> int | None:
        """The quantity; None: it is none."""
        text = (self.quantity.data or "").strip()
        number = int(text) if _QUANTITY.fullmatch(text) else 0
        return number if is_quantity(number, self._kind) else None

    @property
    def _kind(self) -> str:
        """The kind of the chosen product."""
        return self.kinds.get(self.product.data or "", ProductKind.PRINT)

    @property
    def line(self) -> EnteredLine:
        """What is ordered; only after `validate()` has found nothing."""
        return EnteredLine(
            self.product.data,
            self.number or 0,
            photo_id=self.photo.data or None,
            code_id=self.code.data or None,
            note=self.note.data or "",
        )


class OrderEntryForm(FlaskForm):
    """An order for somebody; `total` is what was shown, `form_token` makes it one order."""

    lines = FieldList(FormField(LineForm), max_entries=_MOST_LINES)
    customer = SelectField(_l("Customer of this job"), validate_choice=False)
    name = name_field(_l("Name"), longest=120, missing=_l("Write the customer’s name."))
    email = email_field(_l("E-mail"), missing=_l("Write the customer’s e-mail address."))
    street = name_field(_l("Street and number"), longest=120)
    postcode = name_field(_l("Postcode"), longest=20)
    city = name_field(_l("City"), longest=80)
    country = SelectField(_l("Country"))
    language = SelectField(_l("Language of the mail"))
    payment = RadioField(_l("Payment"))
    sends_mail = BooleanField(_l("Send the confirmation mail"), default=True)
    form_token = HiddenField()
    total = HiddenField()

    def offer(
        self, products: Iterable[Product], customers: Iterable[Customer], ways: Sequence[Method],
        *, currency: str,
    ) -> "OrderEntryForm":  # fmt: skip
        """Fill the choices in; of a set row only sets can be chosen, of a picture only others."""
        of_sets, of_photos = [("", _("no product"))], [("", _("no product"))]
        kinds = {}
        for product in products:
            kinds[product.id] = product.kind
            label = f"{product.name} · {money(product.price, currency)}"
            is_set = product.kind == ProductKind.DIGITAL_ALL
            (of_sets if is_set else of_photos).append((product.id, label))
        for line in self.lines:
            line.form.kinds = kinds
            line.form.product.choices = of_sets if line.form.code.data else of_photos
        self.customer.choices = [("", _("somebody new"))] + [
            (each.id, f"{each.name} · {each.email}" if each.name else str(each.email))
            for each in customers
        ]
        self.payment.choices = [(way.key, payment_words(way.key)) for way in ways]
        self.payment.data = self.payment.data or ways[0].key
        self.country.choices = countries()
        self.language.choices = list(own_names().items())
        return self

    def add_line(self, photo_id: str = "", code_id: str = "") -> None:
        """An empty line behind the last one."""
        if len(self.lines) < _MOST_LINES:
            self.lines.append_entry({"photo": photo_id, "code": code_id, "quantity": "1"})

    def begin(self, choice: Choice, *, has_sets: bool) -> "OrderEntryForm":
        """One empty line for each picture, and one for all of them if such a product is sold."""
        if has_sets and choice.code_id:
            self.add_line(code_id=choice.code_id)
        for photo in choice.photos:
            self.add_line(photo_id=photo.id)
        self.form_token.data = secrets.token_urlsafe(24)
        return self

    def take_over(self, customer: Customer | None, order: Order | None) -> None:
        """Write the customer's name and address, as last ordered, into the fields."""
        if customer is None:
            return
        self.name.data, self.email.data = customer.name, customer.email
        if customer.language in own_names():
            self.language.data = customer.language
        for name in _GOES_TO if order else ():
            self[name].data = getattr(order, name)

    @property
    def wanted(self) -> tuple[EnteredLine, ...]:
        """The lines in which a product was chosen and nothing is wrong."""
        forms = [line.form for line in self.lines]
        return tuple(form.line for form in forms if form.is_wanted and form.number is not None)

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides what each field asks for: something is ordered."""
        is_valid = bool(super().validate(extra_validators))
        if not any(line.form.is_wanted for line in self.lines):
            self.form_errors.append(_("Choose a product of at least one picture."))
            return False
        return is_valid

    def has_address(self) -> bool:
        """Whether it says where the order goes; what is missing is said at its field."""
        missing = {
            self.street: _("Write street and number."),
            self.postcode: _("Write the postcode."),
            self.city: _("Write the city."),
        }
        for field, sentence in missing.items():
            if not field.data:
                field.errors = [*field.errors, sentence]
        return all(field.data for field in missing)

    def entry(self, *, needs_address: bool) -> Entry:
        """What was typed; an address that nothing goes to is not kept."""
        goes_to = {name: self[name].data if needs_address else "" for name in _GOES_TO}
        buyer = Buyer(
            name=self.name.data,
            email=self.email.data,
            language=self.language.data,
            payment=self.payment.data,
            **goes_to,
        )
        sent, total = self.form_token.data or "", self.total.data or ""
        return Entry(
            buyer=buyer,
            lines=self.wanted,
            form_token=sent if _TOKEN.fullmatch(sent) else secrets.token_urlsafe(24),
            shown_total=int(total) if _AMOUNT.fullmatch(total) else -1,
            sends_mail=bool(self.sends_mail.data),
        )

    def show_total(self, total: int | None) -> None:
        """Keep what the page says it costs, whatever was sent before."""
        self.total.raw_data = None
        self.total.data = "" if total is None else str(total)
