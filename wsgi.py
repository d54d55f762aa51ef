"""The app that a WSGI server opens."""

from webapp import create_app

app = create_app()
