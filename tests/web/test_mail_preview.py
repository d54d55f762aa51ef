"""A mail in a frame: it looks as it does for its reader, and can do nothing."""

import pytest

from webapp.use_cases import letters
from webapp.use_cases.letters import Letter, Part
from webapp.web import mail_preview

HASH = "'sha256-"


@pytest.fixture
def html(app):
    with app.test_request_context():
        button = Part("See the pictures", button="http://127.0.0.1:8000/shop/nord/open/abc")
        parts = (Part("Hello <script>alert(1)</script>"), button)
        return letters.as_html(Letter("Studio Nord", "en", "Your pictures", "", parts))


def page_of(html):
    return mail_preview.mail_page(html).get_data(as_text=True)


def directives(policy):
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


def test_a_mail_may_show_its_own_style_and_nothing_else(html):
    response = mail_preview.mail_page(html)
    found = directives(response.headers["Content-Security-Policy"])
    assert found["default-src"] == "'none'"
    assert found["style-src"].startswith(HASH)
    assert "unsafe-inline" not in found["style-src"]
    assert found["frame-ancestors"] == "'self'"
    assert found["sandbox"] == ""
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_what_somebody_wrote_is_shown_as_text(html):
    assert "<script" not in page_of(html)


def test_a_link_would_open_a_window_which_a_sandbox_refuses(html):
    for shown in (page_of(html), mail_preview.as_srcdoc(html)):
        assert '<base target="_blank">' in shown


def test_a_mail_inside_a_page_carries_a_policy_of_its_own(html):
    shown = mail_preview.as_srcdoc(html)
    assert '<meta http-equiv="Content-Security-Policy" content="default-src' in shown
    assert shown.index("Content-Security-Policy") < shown.index("<style>")


def test_a_page_with_mails_in_it_allows_their_style_and_no_other(app, html):
    with app.test_request_context():
        response = mail_preview.allow_style(app.make_response("page"), html)
    found = directives(response.headers["Content-Security-Policy"])
    assert found["default-src"] == "'self'"
    assert found["style-src"].startswith(f"'self' {HASH}")
    assert found["frame-ancestors"] == "'none'"
