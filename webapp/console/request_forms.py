"""The forms of the support: an answer, a note for colleagues, a prepared answer."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from webapp.domain.names import cleaned_lines
from webapp.domain.support_requests import MOST_WORDS
from webapp.models.support import CannedAnswer
from webapp.use_cases.prepare_answers import Prepared
from webapp.web.language import own_names
from webapp.web.name_fields import AtMost, name_field

_LONGEST_TITLE = 80


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
        self.language.choices = [SelectChoice(code, name) for code, name in own_names().items()]

    @property
    def prepared(self) -> Prepared:
        """What was filled in; only after `validate()` has found nothing."""
        return Prepared(self.title.data, self.language.data, self.words.data)
