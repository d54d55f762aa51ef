"""Languages by name, in the language of the page: ‘English’, ‘Englisch’."""

from flask_babel import get_locale


def spoken_name(code: str) -> str:
    """The name of the language 'en' or 'de' for whoever reads this page."""
    locale = get_locale()
    return (locale and locale.languages.get(code)) or code
