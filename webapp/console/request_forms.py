"""The forms of the support: an answer, a note for colleagues, a prepared answer."""

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from webapp.domain.languages import LANGUAGES
from webapp.domain.names import cleaned_lines
from webapp.domain.support_requests import MOST_WORDS
from webapp.models.support import CannedAnswer
from webapp.use_cases.prepare_answers import Prepared
from webapp.web.language_names import spoken_name
from webapp.web.name_fields import AtMost, name_field

_LONGEST_TITLE = 80
_MOST_DIGITS = 9


class AnswerForm(FlaskForm):
    """An answer, mailed to who asked."""

    answer = TextAreaField(
        _l("Your answer"),
        filters=[cleaned_lines],
        validators=[DataRequired(_l("Write the answer.")), AtMost(MOST_WORDS)],
    )
    done = BooleanField(_l("The request is done with this"))

    def insert(self, canned: CannedAnswer) -> None:
        """Put a prepared answer below what is typed already."""
        typed = str(self.answer.data or "")
        self.answer.data = f"{typed}\n\n{canned.words}" if typed else canned.words


class NoteForm(FlaskForm):
    """A note for colleagues."""

    note = TextAreaField(
        _l("Note for colleagues"),
        filters=[cleaned_lines],
        validators=[DataRequired(_l("Write the note.")), AtMost(MOST_WORDS)],
    )


@dataclass
class Typed:
    """What stands in the fields of a request's page: every button sends all of it.

    `version` and `seen`, the number of things written: what whoever types has looked at; None: as
    it is now. `canned`: which prepared answer is chosen.
    """

    answer: AnswerForm
    note: NoteForm
    version: int | None = None
    seen: int | None = None
    canned: str = ""

    @classmethod
    def nothing(cls) -> "Typed":
        """Nothing yet."""
        return cls(AnswerForm(formdata=None), NoteForm(formdata=None))

    @classmethod
    def sent(cls) -> "Typed":
        """What came with the button that was pressed."""
        return cls(
            AnswerForm(),
            NoteForm(),
            version=_number_in("version"),
            seen=_number_in("seen"),
            canned=request.form.get("canned", ""),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost."""
        return not (self.answer.answer.data or self.note.note.data)

    def forget_answer(self) -> None:
        """It is sent."""
        self.answer = AnswerForm(formdata=None)

    def forget_note(self) -> None:
        """It is stored."""
        self.note = NoteForm(formdata=None)


def _number_in(name: str) -> int:
    """A number that the page sent with its form; 0: none, which is of no request."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0


class CannedAnswerForm(FlaskForm):
    """Words that answer many."""

    title = name_field(
        _l("Title"), longest=_LONGEST_TITLE, missing=_l("Write a title by which it is found.")
    )
    language = SelectField(_l("Language"))
    words = TextAreaField(
        _l("Answer"),
        filters=[cleaned_lines],
        validators=[DataRequired(_l("Write the answer.")), AtMost(MOST_WORDS)],
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.language.choices = [SelectChoice(code, spoken_name(code)) for code in LANGUAGES]

    @property
    def prepared(self) -> Prepared:
        """What was filled in; only after `validate()` has found nothing."""
        return Prepared(self.title.data, self.language.data, self.words.data)
