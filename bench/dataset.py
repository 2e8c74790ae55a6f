"""100,000 tickets with 1,000,000 messages, built once by the database itself and kept."""

import sys

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Department, Membership, User

TICKETS, DEPARTMENTS, PER_TICKET = 100_000, 20, 10
LONG_TICKET_MESSAGES = 30
VERSION = "2"

CUSTOMERS = """
INSERT INTO customers_customer (name, preferred_name, preferred_name_source, language, time_zone, notes, created_at)
SELECT 'Customer ' || n, '', '', 'en', '', '', now() - n * interval '1 minute' FROM generate_series(1, 20000) n
"""
TICKETS_SQL = """
INSERT INTO tickets_ticket (subject, status, priority, channel, customer_id, department_id, assignee_id, resolution, on_hold_reason,
    version, public_version, last_seq, last_public_seq, customer_delivered_seq, customer_read_seq, agents_read_seq, last_text, last_author_kind,
    last_message_at, unread_count, waiting_since, created_at, updated_at, solved_at, closed_at)
SELECT 'Question number ' || n || ' about a payment', s.status, 2, (array['widget','email','telegram'])[1 + n %% 3],
    (SELECT min(id) FROM customers_customer) + n %% 20000, (array[{departments}])[1 + n %% {count}],
    CASE WHEN n %% 3 = 0 THEN NULL ELSE (array[{agents}])[1 + n %% {agents_count}] END, '', '',
    {per}, {per}, {per}, {per}, 0, 0, {per} - n %% 3, 'The last words of ticket number ' || n, 'customer',
    now() - n * interval '37 seconds', n %% 3, now() - n * interval '37 seconds', now() - n * interval '1 minute', now(),
    CASE WHEN s.status = 'solved' THEN now() END, CASE WHEN s.status = 'closed' THEN now() END
FROM generate_series(1, {tickets}) n
CROSS JOIN LATERAL (SELECT (array['new','open','pending','on_hold','solved','solved','closed','closed','closed','closed'])[1 + n / 7 %% 10]
    AS status) s
"""
MESSAGES = """
INSERT INTO tickets_message (ticket_id, seq, client_id, author_kind, author_id, visibility, text, happening, details, has_files,
    version, public_version, public_seq, created_at)
SELECT t.id, s, gen_random_uuid(), CASE WHEN s %% 2 = 1 THEN 'customer' ELSE 'agent' END,
    CASE WHEN s %% 2 = 1 THEN NULL ELSE t.assignee_id END, 'public',
    'Message ' || s || ' of ticket ' || t.id || ': I paid for a coffee and the payment was taken twice, please look at it. '
    || (array['refund','transfer','limit','charge','terminal','airport','cashback'])[1 + (t.id + s) %% 7],
    '', '{{}}', false, s, s, s, t.created_at + s * interval '1 minute'
FROM tickets_ticket t CROSS JOIN generate_series(1, {per}) s
"""


def build() -> None:
    """Migrate, and make the rows unless they are there already."""
    call_command("migrate", verbosity=0, interactive=False)
    if User.objects.filter(email=f"bench-{VERSION}@demo.test").exists():
        return
    print("building 100,000 tickets with 1,000,000 messages, once", file=sys.stderr, flush=True)
    with transaction.atomic():
        _fill()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def agent() -> User:
    return User.objects.get(email=f"bench-{VERSION}@demo.test")


def agents(count: int) -> list[User]:
    """Agents who see only what is assigned to them, made where they are missing."""
    password = make_password(None)
    wanted = [User(email=f"watcher{n}@bench.test", name=f"Watcher {n}", password=password) for n in range(count)]
    User.objects.bulk_create(wanted, ignore_conflicts=True)
    return list(User.objects.filter(email__startswith="watcher").order_by("pk")[:count])


def _fill() -> None:
    departments = [
        Department.objects.create(name=f"Department {n}", slug=f"department-{n}") for n in range(DEPARTMENTS)
    ]
    password = make_password(None)
    agents = [
        User.objects.create(email=f"agent{n}@bench.test", name=f"Agent {n}", password=password) for n in range(40)
    ]
    me = User.objects.create(email=f"bench-{VERSION}@demo.test", name="Bench", password=password)
    Membership.objects.bulk_create(Membership(user=me, department=department) for department in departments[:3])
    values = {
        "departments": ",".join(str(d.pk) for d in departments),
        "count": DEPARTMENTS,
        "agents": ",".join(str(a.pk) for a in agents),
        "agents_count": len(agents),
        "per": PER_TICKET,
        "tickets": TICKETS,
    }
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMERS)
        for sql in (TICKETS_SQL, MESSAGES):
            cursor.execute(sql.format(**values).replace("%%", "%"))
