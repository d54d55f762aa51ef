"""Everything that is known of one customer: for the page, the export and the deletion."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from webapp.domain.orders import OrderState
from webapp.models.base import db
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Customer, Favourite, Registration, Visitor
from webapp.models.job import AccessCode
from webapp.models.late import MoreTimeRequest
from webapp.models.message import Message
from webapp.models.order import Order, OrderEvent, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.models.support import RequestMessage, RequestPicture, SupportRequest

TO_DELIVER = [state.value for state in OrderState if state.needs_pictures]


@dataclass(frozen=True)
class CustomerData:
    """What is on record of a customer; the newest first. `outgoing`: what was written to them.

    `planned`: messages of the ledger without a copy in the outbox. `favourites` and `products` in
    baskets are those of the browsers that the customer used; `asked`: requests to the support.
    """

    customer: Customer
    registrations: Sequence[Registration]
    outgoing: Sequence[Outgoing]
    planned: Sequence[Message]
    orders: Sequence[Order]
    requests: Sequence[MoreTimeRequest]
    asked: Sequence[SupportRequest]
    browsers: int
    favourites: int
    products: int

    @property
    def to_deliver(self) -> list[Order]:
        """Orders that stand against a deletion (D4)."""
        return [order for order in self.orders if order.state in TO_DELIVER]


def customer_of_studio(studio_id: str, customer_id: str) -> Customer | None:
    """The studio's customer of this id; None for others, and for one who is forgotten."""
    return db.session.scalar(
        select(Customer).where(
            Customer.id == customer_id,
            Customer.studio_id == studio_id,
            Customer.forgotten_at.is_(None),
        )
    )


def customer_data(customer: Customer) -> CustomerData:
    """All of it."""
    visitors = _visitors_of(customer)
    return CustomerData(
        customer=customer,
        registrations=_registrations(customer),
        outgoing=_outgoing(customer),
        planned=_planned(customer),
        orders=_orders(customer),
        requests=_requests(customer, visitors),
        asked=_asked(customer, visitors),
        browsers=len(visitors),
        favourites=_count(select(func.count()).where(Favourite.visitor_id.in_(visitors))),
        products=_count(
            select(func.coalesce(func.sum(BasketLine.quantity), 0))
            .join(Basket, Basket.id == BasketLine.basket_id)
            .where(Basket.visitor_id.in_(visitors))
        ),
    )


def events_of_orders(orders: Sequence[Order]) -> dict[str, list[OrderEvent]]:
    """What was done to each of these orders, the oldest first."""
    found: dict[str, list[OrderEvent]] = {order.id: [] for order in orders}
    rows = db.session.scalars(
        select(OrderEvent).where(OrderEvent.order_id.in_(found)).order_by(OrderEvent.id)
    )
    for row in rows:
        found[row.order_id].append(row)
    return found


def undelivered(session: Session, customer_ids: Sequence[str]) -> Sequence[Order]:
    """Their orders that are not delivered yet, by number (D4)."""
    return session.scalars(
        select(Order)
        .where(Order.customer_id.in_(customer_ids), Order.state.in_(TO_DELIVER))
        .order_by(Order.number)
    ).all()


def requests_of(
    studio_id: str, customers: Sequence[str], emails: Sequence[str], visitors: Sequence[str]
) -> tuple[ColumnElement[bool], ...]:
    """Which requests to the support these customers of the studio wrote, by any of their signs."""
    theirs = or_(
        SupportRequest.customer_id.in_(customers),
        SupportRequest.email.in_(emails),
        SupportRequest.visitor_id.in_(visitors),
    )
    return SupportRequest.studio_id == studio_id, SupportRequest.member_id.is_(None), theirs


def _visitors_of(customer: Customer) -> Sequence[str]:
    theirs: ColumnElement[bool] = Visitor.customer_id == customer.id
    if customer.email:
        theirs = or_(theirs, func.lower(Visitor.email) == customer.email)
    found = select(Visitor.id).where(Visitor.studio_id == customer.studio_id, theirs)
    return db.session.scalars(found).all()


def _registrations(customer: Customer) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .options(
            joinedload(Registration.job),
            joinedload(Registration.access_code).joinedload(AccessCode.person),
            joinedload(Registration.access_code).joinedload(AccessCode.album),
        )
        .where(Registration.customer_id == customer.id)
        .order_by(Registration.created_at.desc(), Registration.id)
    ).all()


def _outgoing(customer: Customer) -> Sequence[Outgoing]:
    addresses = [each for each in (customer.email, customer.phone) if each]
    return db.session.scalars(
        select(Outgoing)
        .options(joinedload(Outgoing.job), joinedload(Outgoing.message))
        .where(
            Outgoing.studio_id == customer.studio_id,
            or_(Outgoing.customer_id == customer.id, Outgoing.recipient.in_(addresses)),
        )
        .order_by(Outgoing.created_at.desc(), Outgoing.id)
    ).all()


def _planned(customer: Customer) -> Sequence[Message]:
    return db.session.scalars(
        select(Message)
        .options(joinedload(Message.job))
        .where(Message.customer_id == customer.id, Message.state == "planned")
        .order_by(Message.due_at, Message.id)
    ).all()


def _orders(customer: Customer) -> Sequence[Order]:
    return db.session.scalars(
        select(Order)
        .options(selectinload(Order.lines).selectinload(OrderLine.photos))
        .where(Order.customer_id == customer.id)
        .order_by(Order.number.desc())
    ).all()


def _requests(customer: Customer, visitors: Sequence[str]) -> Sequence[MoreTimeRequest]:
    theirs: ColumnElement[bool] = MoreTimeRequest.visitor_id.in_(visitors)
    if customer.email:
        theirs = or_(theirs, func.lower(MoreTimeRequest.email) == customer.email)
    return db.session.scalars(
        select(MoreTimeRequest)
        .options(joinedload(MoreTimeRequest.job))
        .where(MoreTimeRequest.studio_id == customer.studio_id, theirs)
        .order_by(MoreTimeRequest.created_at.desc())
    ).all()


def _asked(customer: Customer, visitors: Sequence[str]) -> Sequence[SupportRequest]:
    emails = [customer.email] if customer.email else []
    pictures = selectinload(SupportRequest.messages).selectinload(RequestMessage.pictures)
    return db.session.scalars(
        select(SupportRequest)
        .options(pictures.options(undefer(RequestPicture.content)))
        .where(*requests_of(customer.studio_id, [customer.id], emails, visitors))
        .order_by(SupportRequest.number.desc())
    ).all()


def _count(statement: Select[int]) -> int:
    return db.session.scalar(statement) or 0
