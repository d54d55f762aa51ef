"""The small forms of the Photos tab: an album's name, and who sees the chosen photos."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired

from webapp.use_cases.assign_photos import EVERYONE, NOBODY
from webapp.use_cases.create_album import LONGEST_NAME
from webapp.web.name_fields import name_field


class AlbumForm(FlaskForm):
    """The name of an album: a class, a team."""

    name = name_field(
        _l("Name of the album"),
        longest=LONGEST_NAME,
        missing=_l("Give the album a name, for example ‘Class 2b’."),
    )

    def say_taken(self) -> None:
        """The name stands at another album of the job."""
        self.name.errors = [_("This job has an album of that name already. Choose another name.")]


class WhoSeesForm(FlaskForm):
    """Who sees the chosen photos; `offer` fills the list with the people of the job."""

    who = SelectField(_l("Who sees these"), validators=[DataRequired()])
    keep_others = BooleanField(_l("Whoever sees them already keeps seeing them"))

    def offer(self, people: list[tuple[str, str]]) -> "WhoSeesForm":
        """Everyone, nobody, or one of these (id, name)."""
        self.who.choices = [
            (EVERYONE, _l("Everyone with a code of this album (group photo)")),
            *people,
            (NOBODY, _l("Nobody yet")),
        ]
        return self

    def needs_photos(self, ticked: Sequence[str]) -> bool:
        """Whether photos are ticked; if not, the form says so."""
        if not ticked:
            self.who.errors = [_("Tick at least one photo first.")]
        return bool(ticked)
