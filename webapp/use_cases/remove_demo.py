"""Removes the demo's studio with everything that belongs to it: rows first, then files."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Delete, Update, delete, select, update

from webapp.models.base import transaction
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.customer import (
    Customer,
    Favourite,
    LeftAddress,
    OpenedCode,
    OpenedStudioCode,
    Registration,
    Visitor,
)
from webapp.models.deletion import ClosedCode, DeletedPhoto, Deletion, Trash
from webapp.models.history import HistoryEntry, HistoryHead, rewriting
from webapp.models.job import AccessCode, Album, Job, Person, StudioCode
from webapp.models.late import LateVisit, MoreTimeRequest, Reopening
from webapp.models.message import CommunicationProfile, Message, Notification, Unplanned
from webapp.models.order import Order, OrderedPhoto, OrderEvent, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.price_list import PackagePart, PriceList, Product
from webapp.models.staff import RecoveryCode, SecondFactor, Staff
from webapp.models.studio import Member, SignIn, Studio
from webapp.models.support import (
    CannedAnswer,
    RequestMessage,
    RequestPicture,
    SupportRequest,
    SupportSession,
)
from webapp.models.trash import WITH_TRASH
from webapp.models.upload import Upload, UploadPart
from webapp.photos.keys import all_keys, logo_key
from webapp.photos.store import PhotoStore


def remove_demo(store: PhotoStore) -> int:
    """How many studios of a demo were removed; a studio of somebody's own stays untouched.

    A crash after the rows are gone leaves files without a record, which the storage check removes.
    """
    with transaction() as session:
        studios = session.scalars(select(Studio.id).where(Studio.is_demo).with_for_update()).all()
        photos = session.scalars(
            select(Photo.id).where(Photo.studio_id.in_(studios)), execution_options=WITH_TRASH
        ).all()
        heads = select(HistoryHead.chain).where(HistoryHead.studio_id.in_(studios))
        with rewriting(session, session.scalars(heads)):
            for statement in _everything_of(studios):
                session.execute(statement.execution_options(synchronize_session=False))
    for photo_id in photos:
        for key in all_keys(photo_id):
            store.delete(key)
    store.delete_many(logo_key(studio_id) for studio_id in studios)
    return len(studios)


def _everything_of(studios: Sequence[str]) -> Iterator[Delete | Update]:
    """What is deleted, in an order in which nothing is left that refers to it."""
    lists = select(PriceList.id).where(PriceList.studio_id.in_(studios))
    products = select(Product.id).where(Product.price_list_id.in_(lists))
    yield delete(PackagePart).where(PackagePart.package_id.in_(products))
    yield from _requests_of(studios)
    yield from _second_factors_of(studios)
    for child, parent_id, parent in _PARTS_OF_PARTS:
        parents = select(parent.id).where(parent.studio_id.in_(studios))
        yield delete(child).where(parent_id.in_(parents))
    for model in _PARTS:
        yield delete(model).where(model.studio_id.in_(studios))
    jobs = select(Job.id).where(Job.studio_id.in_(studios))
    for model in (Person, Album, Unplanned):
        yield delete(model).where(model.job_id.in_(jobs))
    for model in _LAST_PARTS:
        yield delete(model).where(model.studio_id.in_(studios))
    yield delete(Studio).where(Studio.id.in_(studios))
    yield from _staff_of_the_demo()


def _requests_of(studios: Sequence[str]) -> Iterator[Delete]:
    requests = select(SupportRequest.id).where(SupportRequest.studio_id.in_(studios))
    messages = select(RequestMessage.id).where(RequestMessage.support_request_id.in_(requests))
    yield delete(RequestPicture).where(RequestPicture.request_message_id.in_(messages))
    yield delete(RequestMessage).where(RequestMessage.support_request_id.in_(requests))


def _second_factors_of(studios: Sequence[str]) -> Iterator[Delete]:
    members = select(Member.id).where(Member.studio_id.in_(studios))
    factors = select(SecondFactor.id).where(SecondFactor.member_id.in_(members))
    yield delete(RecoveryCode).where(RecoveryCode.second_factor_id.in_(factors))
    yield delete(SecondFactor).where(SecondFactor.member_id.in_(members))


def _staff_of_the_demo() -> Iterator[Delete | Update]:
    """Whom anybody may sign in as; what they answered other studios stays, without them.

    Prepared answers go that nobody else has changed since.
    """
    names = select(Staff.name).where(Staff.is_demo)
    yield delete(CannedAnswer).where(CannedAnswer.changed_by.in_(names))
    staff = select(Staff.id).where(Staff.is_demo)
    factors = select(SecondFactor.id).where(SecondFactor.staff_id.in_(staff))
    yield delete(RecoveryCode).where(RecoveryCode.second_factor_id.in_(factors))
    for model in (SecondFactor, SignIn, SupportSession):
        yield delete(model).where(model.staff_id.in_(staff))
    for answered in (SupportRequest, RequestMessage):
        yield update(answered).where(answered.staff_id.in_(staff)).values(staff_id=None)
    yield delete(Staff).where(Staff.is_demo)


# Rows that know their studio through another row, the innermost first.
_PARTS_OF_PARTS: tuple[tuple[Any, Any, Any], ...] = (
    (OrderedPhoto, OrderedPhoto.order_id, Order),
    (OrderEvent, OrderEvent.order_id, Order),
    (OrderLine, OrderLine.order_id, Order),
    (BasketLine, BasketLine.basket_id, Basket),
    (RemovedLine, RemovedLine.basket_id, Basket),
    (OpenedCode, OpenedCode.visitor_id, Visitor),
    (OpenedStudioCode, OpenedStudioCode.visitor_id, Visitor),
    (Favourite, Favourite.visitor_id, Visitor),
    (LeftAddress, LeftAddress.visitor_id, Visitor),
    (LateVisit, LateVisit.job_id, Job),
    (Registration, Registration.job_id, Job),
    (PhotoPerson, PhotoPerson.photo_id, Photo),
    (DeletedPhoto, DeletedPhoto.deletion_id, Deletion),
    (UploadPart, UploadPart.upload_id, Upload),
    (Product, Product.price_list_id, PriceList),
    (Notification, Notification.profile_id, CommunicationProfile),
    (SignIn, SignIn.member_id, Member),
)
# Rows that know their studio themselves; albums and people hang on their job, and go before it.
_PARTS: tuple[Any, ...] = (
    SupportRequest,
    SupportSession,
    Order,
    Basket,
    Visitor,
    Outgoing,
    Message,
    Customer,
    HistoryEntry,
    HistoryHead,
    Reopening,
    MoreTimeRequest,
    StudioCode,
    Upload,
    Photo,
    Trash,
    Deletion,
    ClosedCode,
    AccessCode,
)
_LAST_PARTS: tuple[Any, ...] = (Job, PriceList, CommunicationProfile, Member)
