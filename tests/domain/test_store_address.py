"""A place for photos is named in one address; everything that is wrong with one is said at once."""

from pathlib import Path

import pytest

from webapp.domain.addresses import WrongAddressError
from webapp.domain.store_address import BucketAddress, FolderAddress, read_store_address


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/srv/photos", FolderAddress(Path("/srv/photos"))),
        ("folder:///srv/my%20photos", FolderAddress(Path("/srv/my photos"))),
        ("./photos", FolderAddress(Path("photos"))),
        ("s3://season", BucketAddress("season")),
        ("s3://season/", BucketAddress("season")),
        ("s3://season/studio/2026/", BucketAddress("season", "studio/2026/")),
        (
            "s3://season/kept?endpoint=http://127.0.0.1:8080/&region=eu-1&profile=lab",
            BucketAddress("season", "kept/", "http://127.0.0.1:8080", "eu-1", "lab"),
        ),
        ("s3://season?serve=redirect", BucketAddress("season", redirects=True)),
        ("s3://season?serve=stream", BucketAddress("season")),
    ],
)
def test_a_folder_and_a_bucket_are_named_in_one_address(address, place):
    assert read_store_address(address) == place


@pytest.mark.parametrize(
    ("address", "faults"),
    [
        ("photos", 1),
        ("ftp://photos", 1),
        ("folder://photos", 1),
        ("s3://", 1),
        ("s3://Season", 1),
        ("s3://season/../other", 1),
        ("s3://season/a//b", 1),
        ("s3://season?endpoint=objects.example", 1),
        ("s3://season?endpoint=https://objects.example/path", 1),
        ("s3://season?endpoint=https://user@objects.example", 1),
        ("s3://season?endpoint=http://objects.example:99999", 1),
        ("s3://season?serve=both", 1),
        ("s3://[season", 1),
        ("s3://key:secret@S?endpoint=x&serve=y&key=z", 5),
    ],
)
def test_everything_that_is_wrong_is_said_at_once_and_no_secret(address, faults):
    with pytest.raises(WrongAddressError) as wrong:
        read_store_address(address)

    assert len(wrong.value.faults) == faults
    assert "secret" not in str(wrong.value)


def test_browsers_are_sent_to_the_endpoint_or_to_that_of_the_region():
    assert read_store_address("s3://season?region=eu-1").origin == "https://s3.eu-1.amazonaws.com"
    near = read_store_address("s3://season?endpoint=https://objects.example:8443")
    assert near.origin == "https://objects.example:8443"
