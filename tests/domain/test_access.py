"""What a code opens."""

from webapp.domain.access import WHOLE_JOB, Key, PhotoFacts, sees

MIA_IN_2B = Key(person_id="mia", album_id="2b")
CLASS_2B = Key(album_id="2b")


def photo(album="2b", *people, is_group=False):
    return PhotoFacts(album, is_group, frozenset(people))


def test_the_code_of_a_job_opens_every_picture():
    assert sees([WHOLE_JOB], photo("any album", "anybody"))


def test_the_code_of_an_album_opens_its_pictures_and_no_other():
    assert sees([CLASS_2B], photo("2b", "ben"))
    assert not sees([CLASS_2B], photo("2c", "ben"))


def test_the_code_of_a_person_opens_the_pictures_that_show_this_person():
    assert sees([MIA_IN_2B], photo("2b", "mia"))
    assert sees([MIA_IN_2B], photo("siblings", "ben", "mia"))


def test_the_code_of_a_person_does_not_open_the_pictures_of_classmates():
    assert not sees([MIA_IN_2B], photo("2b", "ben"))
    assert not sees([MIA_IN_2B], photo("2b"))


def test_the_code_of_a_person_opens_the_group_pictures_of_the_own_album_only():
    assert sees([MIA_IN_2B], photo("2b", is_group=True))
    assert not sees([MIA_IN_2B], photo("2c", is_group=True))


def test_a_person_without_an_album_sees_no_group_picture():
    assert not sees([Key(person_id="mia")], photo("2b", is_group=True))


def test_several_codes_open_what_each_of_them_opens():
    keys = [MIA_IN_2B, Key(album_id="choir")]
    assert sees(keys, photo("choir", "ben"))
    assert sees(keys, photo("2b", "mia"))


def test_without_a_code_nobody_sees_anything():
    assert not sees([], photo("2b", is_group=True))
