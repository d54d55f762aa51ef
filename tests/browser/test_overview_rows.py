"""The rows of the job overview at the width of a laptop."""

from datetime import date

from tests.support.builders import a_job


def test_the_sentence_about_a_delay_stays_in_one_line_of_its_row(signed_in, studio):
    a_job(studio, "selling", public_name="Sonnenhof Kindergarten – Advent fair",
          archive_on=date(2026, 11, 28), delay="1")  # fmt: skip
    a_job(studio, "selling", public_name="Oak Lane Primary – Autumn portraits",
          archive_on=date(2026, 11, 30), delay="2")  # fmt: skip
    page = signed_in(width=1280)
    sentences = page.locator(".life-txt")
    assert sentences.count() == 2
    for each in sentences.all():
        row = each.locator("xpath=ancestor::tr").bounding_box()
        assert each.evaluate("it => it.scrollWidth <= it.clientWidth"), each.inner_text()
        assert each.bounding_box()["height"] < 20
        assert row["height"] <= 50


def test_on_a_narrow_screen_the_name_of_a_job_keeps_its_room(signed_in, studio):
    a_job(studio, "selling", public_name="Kindergarten Sonnenblume",
          archive_on=date(2026, 11, 28), delay="1")  # fmt: skip
    page = signed_in(width=1024)
    assert page.locator("tbody .c-job").bounding_box()["width"] > 100
    assert page.locator(".life-txt").evaluate("it => it.scrollWidth <= it.clientWidth")


def test_the_longest_status_keeps_clear_of_the_shelf(signed_in, studio):
    a_job(studio, "selling", archive_on=date(2026, 11, 22))
    page = signed_in(width=1280)
    pill = page.locator("tbody .c-st .pill").bounding_box()
    assert "Archiving now" in page.locator("tbody .c-st").inner_text()
    assert pill["x"] + pill["width"] < page.locator("tbody .c-life .shelf").bounding_box()["x"]
