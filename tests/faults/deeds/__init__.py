"""The deeds that are killed before each of their steps, by `tests/support/killing/`."""

from tests.faults.deeds.archiving import Archiving
from tests.faults.deeds.checkout import Checkout
from tests.faults.deeds.deletion import DeletingAJob, EmptyingTheTrash
from tests.faults.deeds.delivery import Mails, Texts
from tests.faults.deeds.reactivation import Reactivation
from tests.faults.deeds.upload import Uploading

ALL = (
    Archiving,
    Reactivation,
    Checkout,
    Uploading,
    EmptyingTheTrash,
    DeletingAJob,
    Mails,
    Texts,
)
