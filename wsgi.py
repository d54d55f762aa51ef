"""The app that a WSGI server opens."""

from webapp import create_app
from webapp.web import static_files

app = create_app()
static_files.stand_before(app)
