"""The small forms of the Photos tab: an album's name, who sees photos, where they move to."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import DataRequired

from webapp.use_cases.assign_photos import EVERYONE, NOBODY
from webapp.use_cases.create_album import LONGEST_NAME
from webapp.web.name_fields import name_field

Classes = Sequence[tuple[str, Sequence[tuple[str, str]]]]


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

    def offer(self, classes: Classes) -> "WhoSeesForm":
        """Everyone, nobody, or one of these people, who stand below their classes."""
        self.who.choices = {
            _("All or nobody"): [
                (EVERYONE, _l("Everyone with a code of this album (group photo)")),
                (NOBODY, _l("Nobody yet")),
            ],
            **_by_class(classes),
        }
        return self

    def needs_photos(self, ticked: Sequence[str]) -> bool:
        """Whether photos are ticked; if not, the form says so."""
        if not ticked:
            self.who.errors = [_("Tick at least one photo first.")]
        return bool(ticked)

    def say_no_card(self) -> None:
        """Cards are those of one person with a code."""
        self.who.errors = [
            _("Choose the person whose card it is. Only people with a code have one.")
        ]


class MoveForm(FlaskForm):
    """The album that the chosen photos move to."""

    to = SelectField(_l("Move them to"), validators=[DataRequired()])

    def offer(self, albums: Sequence[tuple[str, str]]) -> "MoveForm":
        """The other albums of the job."""
        self.to.choices = list(albums)
        return self

    def needs_photos(self, ticked: Sequence[str]) -> bool:
        """Whether photos are ticked; if not, the form says so."""
        if not ticked:
            self.to.errors = [_("Tick at least one photo first.")]
        return bool(ticked)


class WholeAlbumForm(FlaskForm):
    """Whom all photos of an album belong to; `confirmed` is what the page has said of it."""

    who = SelectField(_l("All photos of this album belong to"), validators=[DataRequired()])
    replaces = BooleanField(_l("Also those that somebody sees already"))
    confirmed = HiddenField()

    def offer(self, classes: Classes, *, likely: str) -> "WholeAlbumForm":
        """Everyone, or one of these people; `likely` is chosen beforehand."""
        self.who.choices = {
            _("All or nobody"): [
                (EVERYONE, _l("Everyone with a code of this album (group photos)"))
            ],
            **_by_class(classes),
        }
        if not self.is_submitted():
            self.who.data = likely
        return self


def _by_class(classes: Classes) -> dict[str, list[tuple[str, str]]]:
    return {name or _("Without a class"): list(people) for name, people in classes}
