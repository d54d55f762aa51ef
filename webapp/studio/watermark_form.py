"""The forms of the watermark: what is drawn and how, and the file of the logo."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import IntegerField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from webapp.domain.watermark import FAINTEST, LONGEST_TEXT, STRONGEST, Kind, Place, Watermark
from webapp.photos.checking import Reason
from webapp.studio.cards_pdf import cannot_print
from webapp.web.name_fields import name_field
from webapp.web.refusals import why_refused

KINDS = {
    Kind.NONE: _l("Nothing"),
    Kind.TEXT: _l("A text"),
    Kind.LOGO: _l("Your logo"),
}
PLACES = {
    Place.TILED: _l("All over the picture"),
    Place.CENTRE: _l("In the middle"),
    Place.CORNER: _l("In the lower right corner"),
}
_STRENGTH = _l("Write a number from 10 to 100.")


class StrengthField(IntegerField):
    """Percent, that says what is wrong with what is no number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_STRENGTH) from error


class WatermarkForm(FlaskForm):
    """What lies over the pictures of the shop."""

    kind = RadioField(
        _l("What is drawn over the pictures"),
        choices=[SelectChoice(kind, words) for kind, words in KINDS.items()],
        validators=[InputRequired(_l("Choose what is drawn."))],
    )
    text = name_field(_l("Text"), longest=LONGEST_TEXT)
    place = RadioField(
        _l("Where"),
        choices=[SelectChoice(place, words) for place, words in PLACES.items()],
        validators=[InputRequired(_l("Choose where it is drawn."))],
    )
    strength = StrengthField(
        _l("Strength in percent"),
        validators=[InputRequired(_STRENGTH), NumberRange(FAINTEST, STRONGEST, _STRENGTH)],
    )

    def validate_text(self, field: Any) -> None:
        """A text that is drawn has to be there, in letters that can be drawn."""
        if self.kind.data != Kind.TEXT:
            return
        if not field.data:
            raise ValidationError(_l("Write the text, for example the name of your studio."))
        if cannot_print(field.data):
            raise ValidationError(
                _l("Some of these characters cannot be drawn. Use others, or a logo.")
            )

    def chosen(self) -> Watermark:
        """What was typed; only after `validate()` has found nothing."""
        return Watermark(
            Kind(self.kind.data),
            self.text.data or "",
            Place(self.place.data),
            int(self.strength.data or 0),
        )

    def say_no_logo(self) -> None:
        """A logo was chosen, and none is there."""
        self.kind.errors = [_l("Upload your logo first.")]


class LogoForm(FlaskForm):
    """Another file for the logo."""

    logo = FileField(_l("File of the logo"))

    def validate_logo(self, field: FileField) -> None:
        """A file has to be chosen."""
        if not field.data:
            raise ValidationError(_l("Choose a file first."))

    def say_refused(self) -> None:
        """It was no logo."""
        self.logo.errors = [
            _l("This is no PNG of at most 2 MB in which something is to be seen. Choose another.")
        ]

    def say_full(self) -> None:
        """There is no room for it."""
        self.logo.errors = [why_refused(Reason.STORE_FULL)]


def form_of(chosen: Watermark) -> WatermarkForm:
    """The form with what is stored."""
    return WatermarkForm(
        formdata=None,
        data={
            "kind": chosen.kind.value,
            "text": chosen.text,
            "place": chosen.place.value,
            "strength": chosen.strength,
        },
    )
