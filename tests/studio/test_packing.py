"""The packing list of a job: classes, envelopes, totals, and marking a class as delivered."""

import pytest

from tests.support.builders import NOW, a_job, a_studio
from tests.support.orders import a_line, an_order
from tests.support.pages import page, words


@pytest.fixture
def job(studio):
    return a_job(studio, "selling")


def packing(client, job, asked=""):
    return client.get(f"/studio/jobs/{job.id}/packing{asked}")


def classes(response):
    return [words(section) for section in page(response).select(".pk-class tbody")]


@pytest.fixture
def orders(job):
    return [
        an_order(
            job, a_line(job, person_name="Mia", group_name="1a", quantity=2, note="closer"),
            number=1001, paid_at=NOW,
        ),
        an_order(job, a_line(job, person_name="Ben", group_name="1a"), number=1002),
        an_order(
            job, a_line(job, person_name="Ada", group_name="1b"),
            a_line(job, person_name="Ole", group_name="1a"), number=1003, paid_at=NOW,
        ),
        an_order(job, a_line(job, group_name="1a"), number=1004, paid_at=NOW, delivered_at=NOW),
        an_order(job, a_line(job, kind="digital", group_name="1a"), number=1005, paid_at=NOW),
    ]  # fmt: skip


def test_paid_orders_stand_class_by_class_with_all_that_packing_needs(client, job, orders):
    assert classes(packing(client, job)) == [
        "Mia Anna Berger 1001 2 × Print 13 × 18 cm · Picture 0001 Note: closer"
        " Ole Anna Berger 1003 also in 1b 1 × Print 13 × 18 cm · Picture 0004",
        "Ada Anna Berger 1003 also in 1a 1 × Print 13 × 18 cm · Picture 0003",
    ]
    totals = [words(each) for each in page(packing(client, job)).select(".pk-totals")]
    assert totals == [f"{number} × Print 13 × 18 cm" for number in (3, 1, 4)]


def test_all_that_is_not_delivered_holds_unpaid_orders_too(client, job, orders):
    first, _second = classes(packing(client, job, "?show=all"))
    assert first.startswith("Ben Anna Berger 1002")


def test_a_class_is_marked_as_delivered_through_the_window(client, job, orders, stored):
    window = client.submit(
        packing(client, job), ".pk-class form", button="Mark 2 orders as delivered"
    )
    assert words(page(window).select_one("h2.dt")) == "Mark 2 orders as delivered?"
    done = client.submit(window, "form.sheet", follow=True)
    assert done.request.path.endswith("/packing")
    assert [stored(each).state for each in orders[:3]] == ["delivered", "open", "delivered"]
    assert "No paid order with prints waits to be delivered." in words(done)


def test_the_list_is_a_table_too(client, job, orders):
    text = client.get(f"/studio/jobs/{job.id}/packing.csv").get_data(as_text=True)
    assert text.splitlines()[:2] == [
        "\ufeffClass,Person,Order,Customer,Quantity,Product,Contents,Pictures,Note",
        "1a,Mia,1001,Anna Berger,2,Print 13 × 18 cm,,0001,closer",
    ]


def test_another_studios_job_is_not_there(client, studio):
    theirs = a_job(a_studio(), "selling")
    assert packing(client, theirs).status_code == 404
    assert client.get(f"/studio/jobs/{theirs.id}/packing.csv").status_code == 404


def test_a_job_without_orders_says_that_nothing_waits(client, job):
    assert "Nothing is to be packed" in words(packing(client, job, "?show=all"))
