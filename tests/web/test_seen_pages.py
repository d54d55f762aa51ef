"""What support has seen is told in words, not in addresses (H2)."""

import re

import pytest

from webapp.web.seen_pages import is_picture, section_words, seen_page

JOB, OTHER = "j" * 16, "x" * 16
AT = f"/studio/jobs/{JOB}"
NAMES = {JOB: "Riverside School"}


@pytest.mark.one_database("addresses and words")
@pytest.mark.parametrize(
    ("recorded", "told", "url"),
    [
        (f"GET /studio/jobs/{JOB}", "Riverside School: Overview", f"/studio/jobs/{JOB}"),
        (f"GET {AT}/photos", "Riverside School: Photos", f"{AT}/photos"),
        (f"POST /studio/jobs/{JOB}/settings", "Riverside School: Settings (a form was sent)", ""),
        (f"GET /studio/jobs/{OTHER}/photos/names", "Photos", ""),
        ("GET /studio/orders.csv", "Orders", ""),
        (f"GET /studio/orders/{OTHER}", "Orders", f"/studio/orders/{OTHER}"),
        ("GET /studio/settings/global-code", "Studio settings", ""),
        (f"/console/jobs/{JOB}/explanation", "Riverside School: Why …?", f"/studio/jobs/{JOB}"),
        (f"/console/customers/{OTHER}", "Customers", f"/studio/customers/{OTHER}"),
        (f"/console/studios/{OTHER}", "The whole studio", ""),
        ("GET /studio/jobs/x", "Jobs", ""),
        ("GET /elsewhere", "Another page", ""),
    ],
)  # fmt: skip
def test_an_address_is_told_in_words_and_leads_to_the_same_in_the_studio(app, recorded, told, url):
    with app.test_request_context():
        found = seen_page(recorded, NAMES)
    assert (found.words, found.url) == (told, url)


@pytest.mark.one_database("addresses and words")
def test_pictures_are_counted(app):
    recorded = f"GET /studio/jobs/{JOB}/photos/{OTHER}/small"
    assert is_picture(recorded)
    assert not is_picture(f"GET /studio/jobs/{JOB}/photos")
    with app.test_request_context():
        assert seen_page(recorded, NAMES, count=10).words == "Riverside School: 10 pictures"


@pytest.mark.one_database("the map of addresses")
def test_every_page_of_the_studio_and_of_a_job_has_its_words(app):
    """What the console records names a studio or a job too."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if not rule.endpoint.startswith(("studio.", "console.")):
                continue
            path = re.sub(r"<[^>]*>", JOB, rule.rule)
            if path.startswith("/console") and not re.search(r"/(jobs|studios|customers)\b", path):
                continue
            assert section_words(path) != "Another page", path
