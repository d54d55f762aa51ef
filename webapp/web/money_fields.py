"""Fields for prices and tax rates: written as the page's language writes them, never guessed."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from babel.numbers import (
    NumberFormatError,
    format_decimal,
    get_currency_precision,
    get_currency_symbol,
    parse_decimal,
)
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import StringField, ValidationError

from webapp.domain.names import cleaned
from webapp.web.words import quoted

_LONGEST = 40
_WRITTEN = re.compile(r"-?[0-9.,]*[0-9][0-9.,]*")
_GROUPED_BY = re.compile(r"(?<=[0-9])[\s'’](?=[0-9]{3}(?![0-9]))")
_RATE_DECIMALS = 2
_DECIMALS_LAST = re.compile(
    r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+)[.,]([0-9]+)"
)
_GROUP = 3


class _AmountField(StringField):
    """A number with decimals, kept as a whole number of its smallest part; typed text stays."""

    data: Any

    def __init__(self, label: str, *, missing: str, most: int, **options: Any) -> None:
        super().__init__(label, **options)
        self.missing = missing
        self.most = most
        self.typed: str | None = None

    @property
    def decimals(self) -> int:
        """How many decimals the number may have."""
        raise NotImplementedError

    @property
    def signs(self) -> tuple[str, ...]:
        """What may stand beside the number and is left out."""
        raise NotImplementedError

    def words(self, amount: int) -> str:
        """The amount as it is written into the field."""
        raise NotImplementedError

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.words(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.typed, self.data = valuelist[0][:_LONGEST], None
        text = cleaned(valuelist[0])
        if not text:
            raise ValueError(self.missing)
        self.data = self._amount(text)

    def pre_validate(self, form: Any) -> None:
        """A field that was not sent at all is an empty one."""
        if self.data is None and not self.process_errors:
            raise ValidationError(self.missing)

    def _amount(self, text: str) -> int:
        number = self._number(text)
        if number < 0:
            raise ValueError(_("Write a number of at least 0."))
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.decimals:
            raise ValueError(self._too_exact())
        amount = int(number.scaleb(self.decimals))
        if amount > self.most:
            raise ValueError(_("Write at most %(most)s.", most=self.words(self.most)))
        return amount

    def _number(self, text: str) -> Decimal:
        for sign in self.signs:
            text = text.replace(sign, "")
        bare = _GROUPED_BY.sub("", text.strip().replace("\N{MINUS SIGN}", "-"))
        if len(bare) > _LONGEST or not _WRITTEN.fullmatch(bare):
            raise ValueError(_("Write a number, like %(example)s.", example=self._example()))
        try:
            return parse_decimal(bare, locale=get_locale(), strict=True)
        except NumberFormatError as error:
            raise ValueError(self._unclear(bare, error.suggestions or [])) from error

    def _unclear(self, typed: str, suggestions: list[str]) -> str:
        """What was typed is not how this language writes numbers: what may have been meant."""
        only = _only_reading(typed)
        meant = [only] if only is not None else [_parsed(each) for each in suggestions]
        amounts = sorted({int(each.scaleb(self.decimals)) for each in meant if each >= 0})
        likely = [self.words(each) for each in amounts if 0 <= each <= self.most]
        if not likely:
            return str(_("Write a number, like %(example)s.", example=self._example()))
        choice = _(" or ").join(likely)
        return str(
            _("%(typed)s can be misread. Write %(choice)s.", typed=quoted(typed), choice=choice)
        )

    def _too_exact(self) -> str:
        if not self.decimals:
            return str(_("Write a whole number, like %(example)s.", example=self._example()))
        return str(
            _(
                "Write at most %(number)s decimals, like %(example)s.",
                number=self.decimals,
                example=self._example(),
            )
        )

    def _example(self) -> str:
        return self.words(1250 if self.decimals else 13)


def _only_reading(typed: str) -> Decimal | None:
    """'12,50' is never grouped, for three figures follow a grouping mark; None: it may be."""
    found = _DECIMALS_LAST.fullmatch(typed)
    if found is None or len(found[2]) == _GROUP:
        return None
    return Decimal(f"{re.sub('[.,]', '', found[1])}.{found[2]}")


def _parsed(suggestion: str) -> Decimal:
    return parse_decimal(suggestion, locale=get_locale())


class MoneyField(_AmountField):
    """A price; its data is in minor units (cents). `currency` answers its three letters.

    '12,50' and '1.250,00' in German, '12.50' and '1,250.00' in English; what the other language
    would write is refused with what may have been meant, at the field.
    """

    def __init__(self, label: str, *, currency: Callable[[], str], **options: Any) -> None:
        super().__init__(label, **options)
        self.currency = currency

    @property
    def decimals(self) -> int:
        return int(get_currency_precision(self.currency()))

    @property
    def signs(self) -> tuple[str, ...]:
        currency = self.currency()
        return (currency, get_currency_symbol(currency, locale=get_locale()))

    def words(self, amount: int) -> str:
        decimals = self.decimals
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        number = Decimal(amount).scaleb(-decimals)
        return str(format_decimal(number, pattern, locale=get_locale()))


class RateField(_AmountField):
    """A rate in per cent; its data is in hundredths of a per cent: '7,7' is 770."""

    @property
    def decimals(self) -> int:
        return _RATE_DECIMALS

    @property
    def signs(self) -> tuple[str, ...]:
        return ("%",)

    def words(self, amount: int) -> str:
        number = Decimal(amount).scaleb(-_RATE_DECIMALS)
        return str(format_decimal(number, "#,##0.##", locale=get_locale()))

    def _example(self) -> str:
        return self.words(770)
