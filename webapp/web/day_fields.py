"""Fields for a day and a time of day, which say what is wrong with one that does not exist."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, TimeField


class DayField(DateField):
    """A date field that says what is wrong with a day that does not exist."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            sentence = _l("Write a date that exists, with day, month and year.")
            raise ValueError(sentence) from error


class ClockField(TimeField):
    """A time of day; whatever else was typed is kept, and refused in words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("Write a time of day, like 18:30.")) from error
