"""The window before a job is deleted counts what goes, and nothing else (D1)."""

from tests.support.builders import a_job, a_photo
from tests.support.pages import page, words

NOT_THERE = "They do not go into the trash."


def test_of_a_job_without_photos_none_are_counted(client, studio):
    job = a_job(studio, "planning")
    window = words(page(client.get(f"/studio/jobs/{job.id}/deletion")).main)
    assert "It has no photos." in window
    assert "0 B" not in window
    assert NOT_THERE not in window
    a_photo(job)
    window = words(page(client.get(f"/studio/jobs/{job.id}/deletion")).main)
    assert "1 photo" in window
    assert NOT_THERE in window
