"""What somebody of the support typed into the one field: fragments, numbers, ids, whole codes (H1).

A fragment finds studios, jobs, customers, members and orders by what stands in them; codes are
found whole only, as the shop finds them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from webapp.domain import access_codes
from webapp.domain.access_codes import Written
from webapp.domain.names import cleaned

LONGEST = 200
_MOST_WORDS = 8
_MOST_DIGITS = 9
_FEWEST_OF_A_PHONE = 4
_ID = re.compile(r"(?<![a-z0-9])[a-km-z2-9]{16}(?![a-z0-9])")
_TOKEN = re.compile(r"(?<![\w-])[\w-]{32}(?![\w-])", re.ASCII)
_MAIL = re.compile(r"<?([^\s<>@]+@[^\s<>@]+)>?")
_REQUEST = re.compile(r"[0-9a-f]{16}")
_PHONE = re.compile(r"[+0-9][0-9 ()/.-]*")
_AS_ON_A_CARD = re.compile(r"(?=.*[0-9])(?=.*[a-z])\w{4}([ -]?)\w{4}\1\w{4}", re.IGNORECASE)
# As pages and mails write them, in both languages.
_NUMBER = re.compile(
    r"(?:(?:order|request|bestellung|anfrage|nr\.?|no\.?) ?)?#?([0-9]+)", re.IGNORECASE
)


class Kind(StrEnum):
    """What can be found, in the order in which it is shown."""

    STUDIO = "studios"
    JOB = "jobs"
    PERSON = "people"
    CUSTOMER = "customers"
    MEMBER = "members"
    ORDER = "orders"
    MESSAGE = "messages"
    REQUEST = "requests"


@dataclass(frozen=True)
class Asked:
    """What was typed, in every way in which it can be meant; '' and (): it cannot be meant so."""

    q: str

    @classmethod
    def read(cls, typed: str) -> "Asked":
        """What a person typed or pasted; longer than LONGEST is for the page to refuse."""
        return cls(cleaned(typed[:LONGEST]))

    @property
    def is_too_short(self) -> bool:
        """One letter is in almost everything; a number is meant as it stands."""
        return len(self.q) == 1 and not self.q.isdecimal()

    @property
    def words(self) -> tuple[str, ...]:
        """What has to be found, every one of them."""
        return tuple(self.q.split()[:_MOST_WORDS])

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of rows, also inside of an address that was pasted."""
        return tuple(_ID.findall(self.q)[:_MOST_WORDS])

    @property
    def tokens(self) -> tuple[str, ...]:
        """Tokens, as they stand in the address of an order."""
        return tuple(_TOKEN.findall(self.q)[:_MOST_WORDS])

    @property
    def number(self) -> int | None:
        """The number of an order or a request: 1042, #1042, no. 1042, Request #1042."""
        found = _NUMBER.fullmatch(self.q)
        return int(found[1]) if found and len(found[1]) <= _MOST_DIGITS else None

    @property
    def phone(self) -> str:
        """The digits of a telephone number as they stand in one with its country: 0170 is 170."""
        if not _PHONE.fullmatch(self.q):
            return ""
        digits = re.sub(r"[^0-9]", "", self.q.replace("(0)", "")).lstrip("0")
        return digits if len(digits) >= _FEWEST_OF_A_PHONE else ""

    @property
    def mail_id(self) -> str:
        """The Message-ID of a mail, without its angle brackets."""
        found = _MAIL.fullmatch(self.q.removeprefix("Message-ID:").strip())
        return found[1] if found else ""

    @property
    def request_id(self) -> str:
        """The number of a request to the program, as an error page and the log name it."""
        return self.q.lower() if _REQUEST.fullmatch(self.q.lower()) else ""

    @property
    def code(self) -> str:
        """A whole code, forgiving as the shop is."""
        return access_codes.normalise(self.q) or ""

    @property
    def codes(self) -> tuple[Written, ...]:
        """What may be a code: the whole of what was typed, or a part of it."""
        whole = (Written(self.code, self.is_like_a_code),) if self.code else ()
        return (*whole, *access_codes.codes_in(self.q))

    @property
    def is_like_a_code(self) -> bool:
        """Whether it is written as on a card, so that it can hardly be anything else."""
        return bool(self.code and _AS_ON_A_CARD.fullmatch(self.q))
