"""Whose sign-in something is about: a photographer's, or one of the support staff."""

from dataclasses import dataclass

RIGHTS = ("look", "answer", "act", "operate")
"""What staff may do in the console; see `models.staff.Staff` for what each means."""


@dataclass(frozen=True)
class Account:
    """Somebody who signs in: a member of a studio, or staff; exactly one of the ids is given."""

    member_id: str | None = None
    staff_id: str | None = None

    def __post_init__(self) -> None:
        if (self.member_id is None) == (self.staff_id is None):
            raise ValueError("an account is a member's or one of the staff")

    @property
    def id(self) -> str:
        """The id, whichever of the two it is: no id is given twice."""
        return self.member_id or self.staff_id or ""
