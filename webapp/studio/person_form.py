"""One person of a job: name, class and reference."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from webapp.domain.people import LONGEST_NAME, TypedPerson
from webapp.domain.people_plan import LONGEST_REFERENCE
from webapp.web.name_fields import name_field


class PersonForm(FlaskForm):
    """What is known of somebody; `person` holds it after `validate()` has found nothing."""

    name = name_field(_l("Name"), longest=LONGEST_NAME, missing=_l("Write a name."))
    group = name_field(_l("Class or team"), longest=LONGEST_NAME)
    reference = name_field(_l("Reference"), longest=LONGEST_REFERENCE)

    @property
    def person(self) -> TypedPerson:
        """Only after `validate()`."""
        return TypedPerson(self.name.data, self.group.data, self.reference.data)

    def say_same(self) -> None:
        """Somebody of this name, class and reference is there already."""
        self.name.errors = [
            _(
                "Somebody of this name is in this class already. Give one of them a reference to"
                " tell them apart."
            )
        ]
