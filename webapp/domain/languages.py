"""The languages that pages and messages speak."""

LANGUAGES = ("en", "de")
