"""Support in words: who looked, and who acted for which studio (H2)."""

from flask_babel import gettext as _

from webapp.domain.acting import names_in


def support_words(kept: str) -> str:
    """'Samira Haddad (support)', on behalf 'Samira Haddad (support) for Studio Morgenlicht'."""
    person, studio = names_in(kept)
    if studio:
        return str(_("%(name)s (support) for %(studio)s", name=person, studio=studio))
    return str(_("%(name)s (support)", name=person))
