"""What customers do at random: addresses, baskets, orders; and what they get to see."""

from flask.testing import FlaskClient
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from tests.lifecycle.in_settings import DIES, JOBS
from tests.lifecycle.in_the_studio import InTheStudio
from tests.lifecycle.looking import Look
from tests.lifecycle.world import CUSTOMERS, confirm, email_of, leave_address, link_of
from tests.support.saving import JONAS
from webapp import clock
from webapp.domain.orders import Mark
from webapp.models.base import db, new_id
from webapp.models.basket import Basket
from webapp.models.order import Order
from webapp.use_cases.fill_basket import NotOrderable, add_to_basket
from webapp.use_cases.mark_orders import mark_orders
from webapp.use_cases.place_order import BasketEmpty, BasketRefused, place_order
from webapp.use_cases.unsubscribe import unsubscribe
from webapp.use_cases.write_order import Buyer

WHO = st.integers(0, CUSTOMERS - 1)


class InTheShop(InTheStudio):
    """Rules; each customer has a browser that has opened the codes of both jobs."""

    @rule(who=WHO, number=JOBS, dies=DIES)
    def register(self, who, number, dies):
        number, job = self.job_at(number)

        def leave(_store):
            leave_address(self.cast, who, number, now=self.now)

        self.act(leave, lambda: job.registered.setdefault(who, self.now) and None, dies=dies)

    @rule(who=WHO, dies=DIES)
    def confirm(self, who, dies):
        person = self.story.people[who]
        if who not in self.cast.customers.values():
            return

        def follow():
            if person.confirmed is None or person.is_unsubscribed:
                person.confirmed, person.is_unsubscribed = self.now, False

        self.act(lambda _store: confirm(self.cast, who, now=self.now), follow, dies=dies)

    @rule(who=WHO, dies=DIES)
    def unsubscribe(self, who, dies):
        if who not in self.cast.customers.values():
            return

        def follow():
            self.story.people[who].is_unsubscribed = True

        def leave(_store):
            link = link_of(self.cast, who, "unsubscribe")
            assert unsubscribe(self.cast.studio, link, now=self.now)

        self.act(leave, follow, dies=dies)

    @precondition(lambda self: self.on_sale())
    @rule(who=WHO, number=JOBS, which=st.integers(0, 7), dies=DIES)
    def fill_the_basket(self, who, number, which, dies):
        number, job = self.job_at(number)
        photos = sorted(job.photos) or [number]
        photo = photos[which % len(photos)]
        is_there = self.story.on_sale(number, self.now) and photo in set(job.photos) & job.ready
        person = self.story.people[who]

        def add(_store):
            ids = (self.cast.studio, self.cast.jobs[number], self.cast.photos[photo])
            try:
                add_to_basket(
                    *ids, self.cast.product, 1, visitor_id=self.cast.browsers[who], address=None,
                    now=self.now, machine_now=clock.machine_now(),
                )  # fmt: skip
            except NotOrderable:
                return "refused"
            return "done"

        def follow():
            self._know_basket(who)
            person.basket[number, photo] = person.basket.get((number, photo), 0) + 1
            person.touched = self.now

        self.act(add, follow, expected="done" if is_there else "refused", dies=dies)

    def _know_basket(self, who):
        pending = select(Basket.__table__.c.id).where(
            Basket.__table__.c.visitor_id == self.cast.browsers[who],
            Basket.__table__.c.state == "pending",
        )
        with self.app.app_context(), db.engine.connect() as connection:
            basket_id = connection.scalar(pending)
        self.cast.baskets[basket_id] = str(len(self.story.people[who].orders))

    @precondition(lambda self: any(each.basket for each in self.story.people))
    @rule(who=WHO, dies=DIES)
    def check_out(self, who, dies):
        person = self.story.people[who]
        jobs = {number for number, _photo in person.basket}
        expected = "done" if person.basket else "empty"
        if not all(self.story.on_sale(number, self.now) for number in jobs):
            expected = "refused"
        buyer = Buyer(
            f"Parent {who}", email_of(who), "Lindenweg 7", "04109", "Leipzig", "DE", "en", "yes"
        )

        def order(_store):
            try:
                place_order(
                    self.cast.studio, buyer, visitor_id=self.cast.browsers[who],
                    form_token=new_id(), shown_total=None, now=self.now,
                )  # fmt: skip
            except BasketEmpty:
                return "empty"
            except BasketRefused:
                return "refused"
            return "done"

        def follow():
            for number in jobs:
                self.story.jobs[number].registered.setdefault(who, self.now)
            person.orders.append(set(person.basket))
            person.basket, person.left, person.touched = {}, {}, None
            with self.app.app_context(), db.engine.connect() as connection:
                rows = Look(self.cast, connection).orders()
            assert all(row in rows for row in self.orders), "an order was changed"
            self.orders = rows

        self.act(order, follow, expected=expected, dies=dies)

    @precondition(lambda self: self.story.needed())
    @rule()
    def deliver(self):
        open_orders = (len(each.orders) > each.delivered for each in self.story.people)
        who = list(open_orders).index(True)
        person = self.story.people[who]

        def mark(_store):
            orders = select(Order.id).where(Order.email == email_of(who)).order_by(Order.number)
            ids = db.session.scalars(orders).all()
            chosen = [ids[person.delivered]]
            mark_orders(self.cast.studio, chosen, Mark.DELIVERED, by=JONAS, now=self.now)

        def follow():
            person.delivered += 1

        self.act(mark, follow)

    @rule(who=WHO, number=JOBS, is_whole=st.booleans())
    def look(self, who, number, is_whole):
        """Over HTTP, as a browser asks: the picture, or the page it stands on (S1, A6)."""
        number, job = self.job_at(number)
        photo = min(job.photos, default=number)
        shown = self.story.on_sale(number, self.now) and photo in set(job.photos) & job.ready
        self.stage.turn_clock(self.now)
        client = FlaskClient(self.app, self.app.response_class)
        token = self.cast.tokens[who]
        client.set_cookie(f"shop-{self.cast.slug}", token, domain="127.0.0.1")
        page = f"/shop/{self.cast.slug}/jobs/{self.cast.jobs[number]}"
        answer = self._ask(client, f"{page}/pictures/{self.cast.photos[photo]}/small")
        assert answer.status_code == (200 if shown else 404), answer.status_code
        if is_whole:
            answer = self._ask(client, page)
            assert answer.status_code == 200, answer.status_code
            assert (self.cast.photos[photo] in answer.text) == shown, "the page shows it, or not"

    def _ask(self, client, path):
        with self.app.app_context():
            return client.get(path, base_url=self.stage.config.base_url, buffered=True)
