"""Opens the place where photos are kept, whichever it is, and says what is wrong with it."""

from webapp.domain.store_address import (
    BucketAddress,
    FolderAddress,
    StoreAddress,
    read_store_address,
)
from webapp.photos.folder_store import FolderStore
from webapp.photos.store import PhotoStore, StoreDown

_NO_BOTO = (
    "an object store needs the extra ‘s3’ (boto3):"
    " pip install --require-hashes -r requirements/s3.txt"
)


def place_of(given: str) -> StoreAddress:
    """What an address means on this machine: `~` and a way from the working folder are followed.

    Raises WrongAddressError.
    """
    address = read_store_address(given)
    if isinstance(address, FolderAddress):
        return FolderAddress(address.path.expanduser().absolute())
    return address


def open_store(address: StoreAddress) -> PhotoStore:
    """The store; nothing is looked for yet, so this never fails for what is down."""
    if isinstance(address, FolderAddress):
        return FolderStore(address.path)
    # An optional extra: whoever keeps photos in a folder does without boto3.
    from webapp.photos.s3_store import S3Store  # noqa: PLC0415

    return S3Store(address)


def faults_of(address: StoreAddress) -> list[str]:
    """Why files cannot be kept there now, as a sentence; [] if they can."""
    if isinstance(address, BucketAddress):
        try:
            store = open_store(address)
        except ImportError:
            return [_NO_BOTO]
        place = f"the bucket {address.bucket!r} at {address.origin}"
    else:
        store, place = open_store(address), f"the folder {address.path}"
    try:
        store.refuse_if_down()
    except StoreDown as fault:
        return [f"{place} cannot be used: {fault}."]
    return []
