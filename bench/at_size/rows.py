"""The rows of a whole house, made by the database itself: a million jobs in a minute or two.

Ids look random, as real ones do. One studio is big, the others share what is left evenly, and what
hangs on a job is the same whichever installation it is in: so a page of a large installation can be
laid beside the same page of a small one.
"""

import hashlib
from dataclasses import dataclass

PHOTOS_OF_A_JOB, PHOTOS_OF_THE_FIRST = 10, 1_000
CUSTOMERS_OF_THE_FIRST = 500
_NOT_OURS = str.maketrans("01", "xy")
_EVERY = 20  # jobs, of which one is planned, twelve are on sale and seven archived


@dataclass(frozen=True)
class Size:
    """So many jobs in so many studios, `big` of them in the first; a fifth as many baskets."""

    jobs: int
    studios: int
    big: int

    def scaled(self, scale: float) -> "Size":
        """The same at another scale; each studio keeps some jobs."""
        studios = max(int(self.studios * scale), 3)
        big = max(int(self.big * scale), 40)
        return Size(max(int(self.jobs * scale), big + 40 * studios), studios, big)

    @property
    def baskets(self) -> int:
        """Pending ones, each with three products of its job."""
        return self.jobs // _EVERY * 4

    @property
    def photos(self) -> int:
        """Records of photos."""
        return (self.jobs - 1) * PHOTOS_OF_A_JOB + PHOTOS_OF_THE_FIRST

    @property
    def orders(self) -> int:
        """Placed, of two products each."""
        return self.jobs // 4


LARGE = Size(jobs=1_000_000, studios=1_000, big=10_000)
SMALL = Size(jobs=20_000, studios=51, big=10_000)

FUNCTIONS = """
CREATE FUNCTION fake(kind text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT translate(substr(md5(kind || n::text), 1, 16), '01', 'xy') $$;
CREATE FUNCTION fake64(kind text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT md5(kind || n::text) || md5(n::text || kind) $$;
CREATE FUNCTION studio_of(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN n < {big} THEN 0 ELSE 1 + (n - {big}) % ({studios} - 1) END $$;
CREATE FUNCTION mate_of(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN n < {big} THEN (n + 1) % {big} WHEN n + {studios} - 1 < {jobs}
    THEN n + {studios} - 1 ELSE {big} + (n - {big}) % ({studios} - 1) END $$;
CREATE FUNCTION status_of(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN n % 20 < 12 THEN 'selling' WHEN n % 20 < 19 THEN 'archived'
    ELSE 'planning' END $$;
CREATE FUNCTION ago(days double precision) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT now() - interval '1 day' * days $$
"""
FUNCTION_NAMES = ("fake", "fake64", "studio_of", "mate_of", "status_of", "ago")

_JOBS = "generate_series(0, {jobs} - 1) n"
_STUDIOS = "generate_series(0, {studios} - 1) n"
_ORDERS = "(SELECT g AS o, g * 4 AS n FROM generate_series(0, {orders} - 1) g) s"
_BASKETS = "(SELECT g AS i, g / 4 * 20 + g % 4 AS n FROM generate_series(0, {baskets} - 1) g) s"

# Of each table: its columns, what stands in them, and from what.
TABLES: tuple[tuple[str, str, str, str], ...] = (
    ("photo",
     "id studio_id job_id album_id number original_name content_hash original_bytes media_type"
     " width height is_group state failure attempts created_at",
     "fake('photo', n * 1000 + k), fake('studio', studio_of(n)), fake('job', n), fake('album', n),"
     " k, 'DSC_' || k || '.jpg', fake64('photo', n * 1000 + k), 4000000 + k, 'image/jpeg', 2000,"
     " 3000, false, 'ready', '', 1, ago(2 + n % 700)",
     f"{_JOBS}, generate_series(1, CASE WHEN n = 0 THEN {PHOTOS_OF_THE_FIRST}"
     f" ELSE {PHOTOS_OF_A_JOB} END) k"),
    ("studio",
     "id name slug time_zone language currency email phone quota_bytes is_demo retention_months"
     " created_at",
     "fake('studio', n), 'Studio ' || n, 'studio-' || n, 'Europe/Berlin', 'en', 'EUR',"
     " 'studio-' || n || '@example.org', '', 250000000000000, false,"
     " CASE n % 5 WHEN 1 THEN 24 END, ago(900)",
     _STUDIOS),
    ("price_list", "id studio_id name tax_rate shipping_price created_at",
     "fake('prices', n), fake('studio', n), 'Prices', 1900, 0, ago(900)", _STUDIOS),
    ("product", "id price_list_id name kind price position is_sold",
     "fake('product', n * 5 + k), fake('prices', n), 'Print no. ' || k, 'print', 890, k, true",
     f"{_STUDIOS}, generate_series(0, 4) k"),
    ("communication_profile", "id studio_id name is_standard created_at",
     "fake('profile', n), fake('studio', n), 'Standard', true, ago(900)", _STUDIOS),
    ("notification",
     "id profile_id position trigger offset_days channel subject message since",
     "fake('notification', n * 5 + k), fake('profile', n), k, (ARRAY['available',"
     " 'before-archiving', 'before-archiving', 'before-archiving', 'archived'])[k + 1],"
     " (ARRAY[0, 7, 3, 1, 0])[k + 1], 'email', 'Subject', 'Message', ago(900)",
     f"{_STUDIOS}, generate_series(0, 4) k"),
    ("job",
     "id studio_id public_name internal_name kind shot_on status access_type price_list_id"
     " archiving archiving_date archiving_delay stop_at communication_profile_id profile_since"
     " created_at selling_since announced_at archived_at version photo_count original_bytes"
     " last_photo_number",
     "fake('job', n), fake('studio', studio_of(n)), (ARRAY['Oak Lane Primary', 'Hill School',"
     " 'Kindergarten Regenbogen', 'FC Nord'])[n % 4 + 1] || ' ' || n, 'job-' || n, 'school',"
     " current_date - 30, status_of(n), 'person', fake('prices', studio_of(n)), true,"
     " current_date + 39, '0', CASE status_of(n) WHEN 'archived' THEN ago(3 + n % 400) ELSE"
     " ago(-40 - n % 20) END, fake('profile', studio_of(n)), ago(500), ago(2 + n % 700), ago(500),"
     " ago(500), CASE status_of(n) WHEN 'archived' THEN ago(3 + n % 400) END, 3,"
     f" CASE WHEN n = 0 THEN {PHOTOS_OF_THE_FIRST} ELSE {PHOTOS_OF_A_JOB} END,"
     f" CASE WHEN n = 0 THEN 4000000 * {PHOTOS_OF_THE_FIRST}::bigint"
     f" + {PHOTOS_OF_THE_FIRST} * ({PHOTOS_OF_THE_FIRST} + 1) / 2"
     f" ELSE 4000000 * {PHOTOS_OF_A_JOB} + 55 END,"
     f" CASE WHEN n = 0 THEN {PHOTOS_OF_THE_FIRST} ELSE {PHOTOS_OF_A_JOB} END",
     _JOBS),
    ("album", "id job_id name position created_at",
     "fake('album', n), fake('job', n), 'Class 1', 0, ago(500)", _JOBS),
    ("person", "id job_id album_id name created_at",
     "fake('person', n), fake('job', n), fake('album', n), 'Child ' || n, ago(500)", _JOBS),
    ("photo_person", "photo_id person_id",
     "fake('photo', n * 1000 + k), fake('person', n)",
     f"{_JOBS}, generate_series(2, CASE WHEN n = 0 THEN {PHOTOS_OF_THE_FIRST} ELSE 2 END, 2) k"),
    ("access_code", "id studio_id job_id person_id fingerprint sealed created_at",
     "fake('code', n), fake('studio', studio_of(n)), fake('job', n), fake('person', n),"
     " fake64('code', n), 'sealed', ago(500)", _JOBS),
    ("customer", "id studio_id name email language email_confirmed_at created_at",
     "fake('customer', n), fake('studio', studio_of(n)), 'Anna Berger ' || n,"
     " 'parent-' || n || '@example.org', 'en', ago(400), ago(400)", _JOBS),
    ("registration",
     "id job_id customer_id access_code_id language consent consented_at created_at",
     "fake('registration', n * 1000 + k), fake('job', n), fake('customer', CASE WHEN n = 0 THEN k"
     " WHEN k = 0 THEN n ELSE mate_of(n) END), fake('code', n), 'en', '', ago(300), ago(300)",
     f"{_JOBS}, generate_series(0, CASE WHEN n = 0 THEN {{first}} - 1 ELSE 1 END) k"),
    # Of each job two customers were told that photos are there; selling ones will be reminded.
    ("message",
     "id studio_id job_id customer_id notification_id trigger offset_days channel occasion state"
     " reason due_at created_at changed_at",
     "fake('message', n * 4 + k), fake('studio', studio_of(n)), fake('job', n),"
     " fake('customer', CASE k WHEN 1 THEN mate_of(n) ELSE n END), fake('notification',"
     " studio_of(n) * 5 + CASE k WHEN 2 THEN 3 ELSE 0 END), CASE k WHEN 2 THEN 'before-archiving'"
     " ELSE 'available' END, CASE k WHEN 2 THEN 1 ELSE 0 END, 'email',"
     " CASE k WHEN 2 THEN (current_date + 39)::text ELSE '' END,"
     " CASE k WHEN 2 THEN 'planned' ELSE 'sent' END, '', CASE k WHEN 2 THEN ago(-38)"
     " ELSE ago(2 + n % 700) END, ago(2 + n % 700), CASE k WHEN 2 THEN NULL"
     " ELSE ago(2 + n % 700) END",
     f"{_JOBS}, generate_series(0, CASE status_of(n) WHEN 'selling' THEN 2 ELSE 1 END) k"),
    ("outgoing",
     "id studio_id message_id customer_id job_id kind channel priority recipient host subject"
     " content mail_id state attempts available_at in_doubt phase reply created_at expires_at"
     " finished_at",
     "fake('outgoing', n * 4 + k), fake('studio', studio_of(n)), fake('message', n * 4 + k),"
     " fake('customer', CASE k WHEN 1 THEN mate_of(n) ELSE n END), fake('job', n), 'notification',"
     " 'email', 1, 'parent-' || n || '@example.org', 'example.org', 'Your photos are there',"
     " CASE WHEN n % 700 < 85 THEN convert_to(repeat('Your photos are there. ', 20), 'UTF8')"
     " ELSE ''::bytea END, fake('mail', n * 4 + k), 'sent', 1, ago(2 + n % 700), false, 'sent',"
     " '250 ok', ago(2 + n % 700), ago(1 + n % 700), ago(2 + n % 700)",
     f"{_JOBS}, generate_series(0, 1) k"),
    ("visitor", "id studio_id token_hash customer_id created_at expires_at",
     "fake('visitor', i), fake('studio', studio_of(n)), fake64('visitor', i), fake('customer', n),"
     " ago(30), ago(-60)", _BASKETS),
    ("opened_code", "visitor_id access_code_id opened_at",
     "fake('visitor', i), fake('code', n), ago(30)", _BASKETS),
    ("favourite", "visitor_id photo_id created_at",
     "fake('visitor', i), fake('photo', n * 1000 + 2), ago(20)", _BASKETS),
    ("basket", "id studio_id visitor_id state touched_at noticed_at created_at",
     "fake('basket', i), fake('studio', studio_of(n)), fake('visitor', i), 'pending',"
     " ago(1 + i % 60), ago(i % 60), ago(61)", _BASKETS),
    ("basket_line", "id basket_id job_id photo_id product_id quantity created_at",
     "fake('line', i * 3 + k), fake('basket', i), fake('job', n), fake('photo', n * 1000 + k + 1),"
     " fake('product', studio_of(n) * 5 + k), 1 + k, ago(1)",
     f"{_BASKETS}, generate_series(0, 2) k"),
    ("shop_order",
     "id studio_id customer_id basket_id number token form_token state name email street postcode"
     " city country payment language currency shipping tax total placed_at paid_at delivered_at"
     " downloads_until",
     "fake('order', o), fake('studio', studio_of(n)), fake('customer', n),"
     " fake('bought', o), 1000 + o,"
     " md5('token' || o), md5('form' || o), CASE WHEN o % 10 = 0 THEN 'open' WHEN o % 10 = 1"
     " THEN 'paid' ELSE 'delivered' END, 'Anna Berger ' || n, 'parent-' || n || '@example.org',"
     " 'Lindenallee 4', '28213', 'Bremen', 'DE', 'invoice', 'en', 'EUR', 0, 284, 1780,"
     " ago(1 + o % 600), CASE WHEN o % 10 > 0 THEN ago(o % 600) END,"
     " CASE WHEN o % 10 > 1 THEN ago(o % 600) END, ago(o % 600 - 41)", _ORDERS),
    ("order_line",
     "id order_id position job_id photo_id product_id job_name photo_number product_name"
     " product_kind unit_price tax_rate quantity",
     "fake('ordered', o * 2 + k), fake('order', o), k, fake('job', n), fake('photo',"
     " n * 1000 + k + 1), fake('product', studio_of(n) * 5 + k), 'Oak Lane Primary ' || n, k + 1,"
     " 'Print no. ' || k, 'print', 890, 1900, 1", f"{_ORDERS}, generate_series(0, 1) k"),
    ("ordered_photo", "id order_id order_line_id photo_id number is_file downloads",
     "fake('picture', o * 2 + k), fake('order', o), fake('ordered', o * 2 + k), fake('photo',"
     " n * 1000 + k + 1), k + 1, false, 0", f"{_ORDERS}, generate_series(0, 1) k"),
    ("order_event", "order_id at actor_kind actor_name deed details",
     "fake('order', o), ago(1 + o % 600), 'customer', '', 'placed', ''", _ORDERS),
    ("history_entry",
     "studio_id job_id at actor_kind actor_name deed changes counts chain number salt content hash",
     "fake('studio', studio_of(n)), fake('job', n), ago(500 - k), 'member', 'Jonas Weber',"
     " (ARRAY['created', 'saved', 'selling'])[k], '[]', '{{}}', fake('job', n), k,"
     " fake('salt', n * 4 + k), fake64('content', n * 4 + k), fake64('hash', n * 4 + k)",
     f"{_JOBS}, generate_series(1, 3) k"),
    ("history_head", "chain studio_id number",
     "fake('job', n), fake('studio', studio_of(n)), 3", _JOBS),
    ("deletion",
     "id studio_id job_name public_name album_name thrown_by kind reason actor_kind actor_name"
     " deleted_at photo_count original_bytes subjects noted_at done_at",
     "fake('deletion', n * 5 + k), fake('studio', n), 'Old Oak ' || k, '', '', '', 'photos',"
     " 'hand', 'member', 'Jonas Weber', ago(30 * k + 1), 200, 800000000, '{{}}',"
     " ago(30 * k + 1), ago(30 * k)",
     f"{_STUDIOS}, generate_series(0, 4) k"),
    ("deleted_photo",
     "photo_id deletion_id number content_hash original_bytes created_at gone_at",
     "fake('gone', (n * 5 + k) * 200 + p), fake('deletion', n * 5 + k), p, fake64('gone', p),"
     " 4000000, ago(600), ago(30 * k)",
     f"{_STUDIOS}, generate_series(0, 4) k, generate_series(1, 200) p"),
    ("more_time_request",
     "id studio_id job_id visitor_id name email words language state created_at answered_at",
     "fake('more', n), fake('studio', studio_of(n)), fake('job', n), fake('visitor', n),"
     " '', 'parent-' || n || '@example.org', '', 'en', 'declined', ago(20), ago(19)",
     "generate_series(12, {jobs} - 1, 100) n"),
    ("support_request",
     "id number studio_id name email language subject page note request_id state version"
     " created_at changed_at",
     "fake('request', n), n + 1, fake('studio', studio_of(n)), 'Jonas Weber',"
     " 'studio@example.org', 'en', 'A question ' || n, '', '', '', CASE WHEN n % 50 < 49"
     " THEN 'done' ELSE 'new' END, 1, ago(2 + n % 700), ago(1 + n % 700)",
     "generate_series(0, {jobs} - 1, 50) n"),
    ("request_message", "id support_request_id kind author words mail_id at",
     "fake('words', n), fake('request', n), 'question', 'Jonas Weber', 'Why?', '',"
     " ago(2 + n % 700)",
     "generate_series(0, {jobs} - 1, 50) n"),
)  # fmt: skip


def statements(size: Size) -> dict[str, str]:
    """The statement that fills each table, by its name, the longest first."""
    words = vars(size) | {
        "orders": size.orders,
        "baskets": size.baskets,
        "first": min(CUSTOMERS_OF_THE_FIRST, size.big),
    }
    return {
        name: f"INSERT INTO {name} ({', '.join(columns.split())}) SELECT {values}"
        f" FROM {source}".format(**words)
        for name, columns, values, source in TABLES
    }


def functions(size: Size) -> str:
    """What these statements call."""
    return FUNCTIONS.format(**vars(size))


def an_id(kind: str, number: int) -> str:
    """The id of the so-manieth row of a kind, as `fake` makes it."""
    digest = hashlib.md5(f"{kind}{number}".encode(), usedforsecurity=False).hexdigest()
    return digest[:16].translate(_NOT_OURS)
