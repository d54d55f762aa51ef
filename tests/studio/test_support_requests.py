"""The studio asks the support, and reads the answers where it asked (H3)."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from tests.support.builders import NOW, a_job, a_member, a_studio
from tests.support.letters import link_in, outgoing, parsed, text_of
from tests.support.pages import page, words
from tests.support.records import all_rows
from tests.support.requests import a_file, a_request, a_request_of_a_customer, written
from tests.support.staff import somebody_of_staff
from webapp.models.base import transaction
from webapp.models.studio import Member
from webapp.models.support import RequestPicture, SupportRequest
from webapp.use_cases.answer_request import answer_request

NEW = "/studio/requests/new"
ASKED = {"subject": "A code does not work", "words": "Since Monday.\n\nIt says:\nunknown."}


def test_a_request_comes_with_what_the_page_knew_and_is_confirmed(client, studio):
    job = a_job(studio, public_name="Oak Lane")
    form = client.get(f"{NEW}?note=archiving-by-date&job={job.id}&page=/studio/jobs/{job.id}")
    assert "Oak Lane" in words(form)
    sent = client.submit(form, **ASKED)
    (asked,) = all_rows(SupportRequest)
    assert sent.location == f"/studio/requests/{asked.id}"
    assert (asked.number, asked.state, asked.language) == (1001, "new", "en")
    assert (asked.job_id, asked.note, asked.page) == (
        job.id, "archiving-by-date", f"/studio/jobs/{job.id}",
    )  # fmt: skip
    assert written(asked) == [("question", "Since Monday.\n\nIt says:\nunknown.")]
    (mail,) = outgoing(kind="request")
    member = all_rows(Member)[0]
    assert mail.recipient == member.email
    assert parsed(mail)["Subject"] == "Your request 1001"
    assert parsed(mail)["From"].addresses[0].display_name == "Shelflife support"
    assert link_in(mail, "requests") == f"/studio/requests/{asked.id}"
    # Whoever fills in a form elsewhere must not have us mail their words to anybody.
    assert "unknown" not in text_of(mail)
    thread = words(client.get(sent.location))
    assert "It says:" in thread
    assert f"Your request 1001 was sent. A confirmation comes by e-mail to {asked.email}" in thread


def test_how_long_it_may_be_is_said_and_nothing_is_cut_off(client, studio):
    form = page(client.get(NEW))
    assert "At most 120 characters." in words(form.select_one("#subject-hint"))
    assert "At most 5,000 characters." in words(form.select_one("#words-hint"))
    assert not form.select("main [maxlength]")


def test_without_an_address_that_says_so_the_page_before_is_known(client, studio):
    before = f"{client.base_url}/studio/orders/{'t' * 32}?q=Anna"
    form = client.get(NEW, headers={"Referer": before})
    assert page(form).select_one("input[name=page]")["value"] == "/studio/orders/…"
    elsewhere = client.get(NEW, headers={"Referer": "https://elsewhere.example/studio/x"})
    assert not page(elsewhere).select("input[name=page]")


def test_a_job_of_another_studio_is_left_out(client, studio):
    foreign = a_job(a_studio(), public_name="Not yours")
    form = client.get(f"{NEW}?job={foreign.id}&request=../../x&note=<b>")
    assert "Not yours" not in words(form)
    client.submit(form, job=foreign.id, tampered=True, **ASKED)
    (asked,) = all_rows(SupportRequest)
    assert (asked.job_id, asked.request_id, asked.note) == (None, "", "")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"subject": " "}, "Write in a few words what it is about."),
        ({"subject": "One\r\nBcc: all@example.org"}, "Write this in one line."),
        ({"subject": "x" * 121}, "Shorten this to 120 characters; it has 121."),
        ({"words": ""}, "Write what it is about."),
        ({"words": "x" * 5001}, "Shorten this to 5000 characters; it has 5001."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(client, studio, facts, said):
    answer = client.submit(NEW, tampered=True, **(ASKED | facts))
    assert answer.status_code == 422
    assert said in words(answer)
    if "words" not in facts:
        assert "Since Monday." in page(answer).select_one("#words").get_text()
    assert all_rows(SupportRequest) == outgoing() == []


def test_pictures_come_along_made_anew_and_only_the_studio_sees_them(client, studio, visitor):
    client.submit(NEW, tampered=True, pictures=[a_file(), a_file("JPEG", (90, 60))], **ASKED)
    (asked,) = all_rows(SupportRequest)
    shown = page(client.get(f"/studio/requests/{asked.id}")).select(".rq-pics img")
    assert len(shown) == 2
    picture = client.get(shown[1]["src"])
    assert Image.open(io.BytesIO(picture.data)).format == "JPEG"
    assert picture.headers["Cache-Control"] == "private, no-store"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert visitor().get(shown[1]["src"]).status_code == 303
    other = a_request(a_studio())
    name = shown[0]["src"].rpartition("/")[2]
    assert client.get(f"/studio/requests/{other.id}/pictures/{name}").status_code == 404


def test_a_file_that_is_no_picture_is_named_and_everything_typed_stays(client, studio):
    svg = (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "plan.svg")
    refused = client.submit(NEW, tampered=True, pictures=[a_file(), svg], **ASKED)
    assert refused.status_code == 422
    assert "plan.svg: This is not a picture that can be shown." in words(refused)
    assert "It says:" in page(refused).select_one("#words").get_text()
    assert all_rows(SupportRequest) == all_rows(RequestPicture) == []


def test_four_pictures_are_one_too_many(client, studio):
    refused = client.submit(NEW, tampered=True, pictures=[a_file() for _each in range(4)], **ASKED)
    assert refused.status_code == 422
    assert "Choose at most 3 pictures." in words(refused)
    assert all_rows(RequestPicture) == []


def test_sent_twice_it_is_one_request_and_one_mail(client, studio):
    form = client.get(NEW)
    first, second = (client.submit(form, **ASKED) for _twice in range(2))
    assert first.location == second.location
    assert len(all_rows(SupportRequest)) == len(outgoing()) == 1


def test_one_member_asks_a_few_times_and_then_waits(client, studio):
    form = client.get(NEW)
    for each in range(6):
        assert client.submit(form, **(ASKED | {"subject": f"Nr {each}"})).status_code == 303
    refused = client.submit(form, **ASKED)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    summary = page(refused).select_one("[data-summary]")
    assert "There were too many attempts" in words(summary)
    assert summary.select("a") == page(refused).select("[aria-invalid]") == []
    assert "It says:" in page(refused).select_one("#words").get_text()


def test_the_list_says_where_each_stands_and_writing_again_opens_it(client, studio, clock):
    colleague = a_member(studio, name="Lea Sommer")
    done = a_request(studio, colleague, subject="<b>Prices</b>")
    a_request_of_a_customer(studio, subject="Of a customer")
    staff = somebody_of_staff()
    answer_request(done.id, "Here is how.", version=1, is_done=True, by=staff, now=NOW)
    listed = client.get("/studio/requests")
    assert "<b>Prices</b> Lea Sommer Done" in words(listed)
    assert "Of a customer" not in words(listed)
    thread = client.get(f"/studio/requests/{done.id}")
    assert "Samira Haddad, support" in words(thread)
    clock.set(NOW + timedelta(hours=1))
    assert client.submit(thread, words="It is not done.").status_code == 303
    (asked,) = all_rows(SupportRequest, id=done.id)
    assert (asked.state, asked.version) == ("new", 3)
    assert written(done)[-1] == ("question", "It is not done.")


def test_requests_of_other_studios_and_of_customers_are_unknown(client, studio):
    others = a_request(a_studio())
    for request in (others, a_request_of_a_customer(studio)):
        address = f"/studio/requests/{request.id}"
        assert client.get(address).status_code == 404
        token = client.token(NEW)
        sent = client.post(address, data={"words": "Let me in", "csrf_token": token})
        assert sent.status_code == 404
        assert len(written(request)) == 1


def test_without_its_token_nothing_is_sent(client, studio):
    assert client.post(NEW, data=ASKED).status_code == 400
    assert all_rows(SupportRequest) == []


def test_who_was_forgotten_is_not_written_to(client, studio):
    asked = a_request(studio)
    with transaction() as session:
        session.get_one(SupportRequest, asked.id).email = ""
    shown = client.get(f"/studio/requests/{asked.id}")
    assert not page(shown).select("main form")
