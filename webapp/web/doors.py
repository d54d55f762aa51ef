"""The doors: every audience's blueprint, and what stands outside of them."""

from flask import Flask


def install(app: Flask) -> None:
    """Hang in every blueprint."""
