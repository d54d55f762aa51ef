"""What a new studio needs to say about itself, and what is wrong with what it says."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from webapp.domain.languages import LANGUAGES
from webapp.domain.time_zones import is_known_time_zone
from webapp.use_cases import passwords

LONGEST_NAME = 120
LONGEST_SLUG = 60
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = frozenset(
    {
        "admin",
        "api",
        "basket",
        "checkout",
        "code",
        "codes",
        "console",
        "demo",
        "help",
        "jobs",
        "new",
        "orders",
        "shelflife",
        "shop",
        "sign-in",
        "sign-out",
        "static",
        "studio",
        "support",
        "www",
    }
)

Faults = dict[str, str]


@dataclass(frozen=True)
class NewStudio:
    """A studio to be, as somebody filled it in. `slug` is its shop's address, /shop/<slug>."""

    name: str
    slug: str
    email: str
    time_zone: str
    password: str = field(repr=False)
    language: str = "en"
    member_name: str = ""
    is_demo: bool = False

    def cleaned(self) -> "NewStudio":
        """Without stray spaces and invisible characters; who gives no name is called the studio."""
        name = one_line(self.name)
        return replace(
            self,
            name=name,
            slug=self.slug.strip().lower(),
            email=normal_email(self.email) or self.email.strip(),
            time_zone=self.time_zone.strip(),
            member_name=one_line(self.member_name) or name,
        )


def faults_of(new: NewStudio) -> Faults:
    """What has to be corrected, one sentence per field; {}: nothing."""
    found = {
        "name": _name_fault(new.name),
        "slug": _slug_fault(new.slug),
        "time_zone": "" if is_known_time_zone(new.time_zone) else _("Choose a time zone."),
        "language": language_fault(new.language),
        "member_name": length_fault(new.member_name),
        "email": email_fault(new.email),
        "password": passwords.fault_of(
            new.password, never=(new.email, new.name, new.member_name, new.slug)
        ),
    }
    return {name: str(sentence) for name, sentence in found.items() if sentence}


def normal_email(text: str) -> str:
    """The address in the one form in which it is kept and looked for; '' when it is none."""
    try:
        found = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError:
        return ""
    return found.normalized.lower()


def one_line(text: str) -> str:
    """One space between words, and nothing that cannot be seen."""
    spaced = " ".join(text.split())
    visible = "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C")
    return " ".join(visible.split())


def _name_fault(name: str) -> str:
    return length_fault(name) if name else str(_("Give the studio a name."))


def length_fault(name: str) -> str:
    """What is wrong with how long a name is, or ''."""
    if len(name) <= LONGEST_NAME:
        return ""
    return str(_("A name has at most %(number)s characters.", number=LONGEST_NAME))


def _slug_fault(slug: str) -> str:
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        return str(
            _(
                "Write the shop address in small letters, digits and hyphens, like ‘studio-nord’,"
                " with at most %(number)s characters.",
                number=LONGEST_SLUG,
            )
        )
    return slug_taken_sentence(slug) if slug in _RESERVED else ""


def slug_taken_sentence(slug: str) -> str:
    """Says that a shop address is not free."""
    return str(_("The shop address ‘%(slug)s’ is not free. Choose another one.", slug=slug))


def language_fault(language: str) -> str:
    """What is wrong with a language, or ''."""
    return "" if language in LANGUAGES else str(_("Choose a language from the list."))


def email_fault(text: str) -> str:
    """What is wrong with an address to sign in with, or ''."""
    if normal_email(text):
        return ""
    return str(_("Write the e-mail address in full, like name@example.org."))
