"""The inbox of an installation with many studios: their list stays short, their names are found."""

from datetime import timedelta

from tests.support.builders import NOW, a_studio
from tests.support.pages import page
from tests.support.requests import a_request
from tests.support.staff import let_in


def test_the_studios_that_asked_last_are_offered_and_all_are_found_by_name(client, monkeypatch):
    monkeypatch.setattr("webapp.queries.support_requests.MOST_STUDIOS", 2)
    let_in(client)
    studios = [a_studio(name=f"Atelier {name}") for name in ("Zeder", "Buche", "Ahorn")]
    asked = [
        a_request(studio, subject="Help", now=NOW + timedelta(hours=hour))
        for hour, studio in enumerate(studios)
    ]

    def offered(address):
        options = page(client.get(address)).select("select[name=studio] option[value]")
        return [option.get_text() for option in options if option["value"]]

    assert offered("/console/requests") == ["Atelier Ahorn", "Atelier Buche"]
    chosen = f"/console/requests?studio={studios[0].id}"
    assert offered(chosen) == ["Atelier Ahorn", "Atelier Buche", "Atelier Zeder"]
    found = page(client.get("/console/requests?q=zeder")).select("tbody a.jobname")
    assert [link["href"] for link in found] == [f"/console/requests/{asked[0].id}"]
