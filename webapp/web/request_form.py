"""The forms with which somebody asks the support, and goes on: words, and a few pictures (H3)."""

from collections.abc import Callable
from typing import Any, BinaryIO, TypeVar, cast

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired

from webapp.domain.names import cleaned_lines
from webapp.domain.support_requests import (
    LONGEST_SUBJECT,
    MOST_PICTURES,
    MOST_WORDS,
    Context,
)
from webapp.photos.checking import Reason, Refused
from webapp.photos.enclosed import MOST_BYTES, MOST_PIXELS, MOST_PIXELS_UNFOLDED, Enclosed, enclosed
from webapp.photos.names import readable_name
from webapp.web.email_fields import email_field
from webapp.web.line_breaks import has_line_break
from webapp.web.name_fields import AtMost, name_field
from webapp.web.refusals import refusal_words
from webapp.web.security import csrf
from webapp.web.words import number, size

_MOST_BYTES_AT_ONCE = MOST_PICTURES * MOST_BYTES + 1_000_000
_MILLION = 1_000_000
View = TypeVar("View", bound=Callable[..., Any])


def with_pictures(view: View) -> View:
    """A view that takes larger forms: `expect_pictures` has to be its first line."""
    csrf.exempt(view)
    return view


def expect_pictures() -> None:
    """Let pictures in, then check the token against forgery, which is read with them."""
    request.max_content_length = _MOST_BYTES_AT_ONCE
    csrf.protect()


def context_here() -> Context:
    """What the address, or the form as it was sent, knows; else the page somebody came from."""
    came_from = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
    sent = request.form if request.method == "POST" else request.args
    is_reading = request.method == "GET"
    return Context.read(sent.to_dict(), came_from=came_from if is_reading else "")


def _subject_field() -> StringField:
    missing = _l("Write in a few words what it is about.")
    return name_field(_l("Subject"), longest=LONGEST_SUBJECT, missing=missing)


def _words_field() -> TextAreaField:
    given = DataRequired(_l("Write what it is about."))
    return TextAreaField(
        _l("Your message"), filters=[cleaned_lines], validators=[given, AtMost(MOST_WORDS)]
    )


def _pictures_field() -> MultipleFileField:
    return MultipleFileField(_l("Pictures (optional)"))


class WordsForm(FlaskForm):
    """What somebody writes, with pictures if they want.

    Every form names its fields anew: faults are listed in the order in which they were made.
    """

    longest_words = MOST_WORDS
    words = _words_field()
    pictures = _pictures_field()
    enclosed: tuple[Enclosed, ...] = ()

    def validate_pictures(self, field: Field) -> None:
        """No more than a few; what they are is looked at by `open_pictures`."""
        if len(self._sent) > MOST_PICTURES:
            most = number(MOST_PICTURES)
            raise ValidationError(_("Choose at most %(most)s pictures.", most=most))

    def open_pictures(self) -> bool:
        """Open what was sent, once the rest is right; a fault stands at the field.

        A browser sends no file a second time by itself: the sentence asks for all of them.
        """
        made = []
        for file in self._sent:
            try:
                made.append(enclosed(cast(BinaryIO, file.stream)))
            except Refused as refusal:
                name, why = readable_name(file.filename), _why(refusal)
                again = _("Choose the pictures again without it.")
                self.pictures.errors = [f"{name}: {why} {again}"]
                return False
        self.enclosed = tuple(made)
        return True

    @property
    def _sent(self) -> list[Any]:
        return [file for file in self.pictures.data or () if getattr(file, "filename", "")]


class RequestForm(WordsForm):
    """A request of somebody who is signed in."""

    longest_subject = LONGEST_SUBJECT
    subject = _subject_field()
    words = _words_field()
    pictures = _pictures_field()

    def validate_subject(self, field: Field) -> None:
        """A subject is one line."""
        _refuse_lines(field)


class VisitorRequestForm(RequestForm):
    """A request of somebody in the shop, who needs no account."""

    name = name_field(_l("Name"), longest=120, missing=_l("Write your name."))
    email = email_field(_l("E-mail"), missing=_l("Write the e-mail address for the answer."))
    subject = _subject_field()
    words = _words_field()
    pictures = _pictures_field()

    def validate_name(self, field: Field) -> None:
        """A name is one line."""
        _refuse_lines(field)


def _refuse_lines(field: Field) -> None:
    if has_line_break(field.raw_data):
        raise ValidationError(_l("Write this in one line."))


def _why(refusal: Refused) -> str:
    if refusal.reason is Reason.TOO_LARGE:
        return str(_("It is larger than %(most)s.", most=size(MOST_BYTES)))
    if refusal.reason is Reason.TOO_MANY_PIXELS:
        most, unfolded = (number(each // _MILLION) for each in (MOST_PIXELS, MOST_PIXELS_UNFOLDED))
        return str(
            _(
                "It has more than %(most)s megapixels, or %(unfolded)s where it is no JPEG.",
                most=most,
                unfolded=unfolded,
            )
        )
    return refusal_words(refusal)
