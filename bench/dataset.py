"""100,000 tickets with 1,000,000 messages, built once by the database itself and kept."""

import sys
from contextlib import contextmanager

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Department, Membership, User

TICKETS, DEPARTMENTS, PER_TICKET = 100_000, 20, 10
LONG_TICKET_MESSAGES = 30
VERSION = "3"

CUSTOMERS = """
INSERT INTO customers_customer (name, preferred_name, preferred_name_source, language, preferred_channel, time_zone, notes, created_at)
SELECT 'Customer ' || n, '', '', 'en', '', '', '', now() - n * interval '1 minute' FROM generate_series(1, 20000) n
"""
TICKETS_SQL = """
INSERT INTO tickets_ticket (subject, status, priority, channel, customer_id, department_id, assignee_id, resolution, on_hold_reason, values, is_followed,
    version, public_version, last_seq, last_public_seq, customer_delivered_seq, customer_read_seq, agents_read_seq, last_text, last_author_kind,
    last_message_at, unread_count, waiting_since, created_at, updated_at, solved_at, closed_at)
SELECT CASE WHEN n %% 2 = 0 THEN 'Question number ' || n || ' about a payment' ELSE 'Вопрос номер ' || n || ' о платеже' END, s.status, 2, (array['widget','email','telegram'])[1 + n %% 3],
    (SELECT min(id) FROM customers_customer) + n %% 20000, (array[{departments}])[1 + n %% {count}],
    CASE WHEN n %% 3 = 0 THEN NULL ELSE (array[{agents}])[1 + n %% {agents_count}] END, '', '', '{{}}', false,
    {per}, {per}, {per}, {per}, 0, 0, {per} - n %% 3, 'The last words of ticket number ' || n, 'customer',
    now() - n * interval '37 seconds', n %% 3, now() - n * interval '37 seconds', now() - n * interval '1 minute', now(),
    CASE WHEN s.status = 'solved' THEN now() END, CASE WHEN s.status = 'closed' THEN now() END
FROM generate_series(1, {tickets}) n
CROSS JOIN LATERAL (SELECT (array['new','open','pending','on_hold','solved','solved','closed','closed','closed','closed'])[1 + n / 7 %% 10]
    AS status) s
"""
MESSAGES = """
INSERT INTO tickets_message (ticket_id, seq, client_id, author_kind, author_id, visibility, text, happening, details, reactions,
    has_files, version, public_version, public_seq, created_at)
SELECT t.id, s, gen_random_uuid(), CASE WHEN s %% 2 = 1 THEN 'customer' ELSE 'agent' END,
    CASE WHEN s %% 2 = 1 THEN NULL ELSE t.assignee_id END, 'public', words.said, '', '{{}}', '{{}}', false, s, s, s,
    t.created_at + s * interval '1 minute'
FROM tickets_ticket t CROSS JOIN generate_series(1, {per}) s CROSS JOIN LATERAL ({said}) words
"""
# Half of the tickets are in Russian. A common word stands in every message of its language, a medium one in one of fifty,
# a rare one in twenty-five messages of all; the rest is drawn from 64,000 made-up words, few of them often, as in life.
SAID = """
SELECT CASE WHEN t.subject LIKE 'Question%%' THEN 'Message ' || s || ' of ticket ' || t.id || ': the payment was taken twice, please look at it. '
    || (array['refund','transfer','limit','charge','terminal','airport','cashback'])[1 + (t.id + s) %% 7]
    || CASE WHEN (t.id / 2 * 10 + s) %% 50 = 7 THEN ' chargeback' ELSE '' END
    || CASE WHEN (t.id / 2 * 10 + s) %% 20000 = 7 THEN ' seychelles' ELSE '' END
ELSE 'Сообщение ' || s || ' к обращению ' || t.id || ': платёж списали дважды, посмотрите, пожалуйста. '
    || (array['возврат','перевод','лимит','комиссия','терминал','аэропорт','кешбэк'])[1 + (t.id + s) %% 7]
    || CASE WHEN (t.id / 2 * 10 + s) %% 50 = 7 THEN ' рассрочку' ELSE '' END
    || CASE WHEN (t.id / 2 * 10 + s) %% 20000 = 7 THEN ' мадагаскар' ELSE '' END END
    || (SELECT string_agg(' ' || x.ss[1 + w %% 40] || x.ss[1 + w / 40 %% 40] || x.ss[1 + w / 1600], '')
        FROM (SELECT CASE WHEN t.subject LIKE 'Question%%' THEN array[{latin}] ELSE array[{cyrillic}] END AS ss) x,
        LATERAL (SELECT floor(exp(random() * ln(64000)))::int - 1 AS w FROM generate_series(1, 6 + s %% 5)) y) AS said
"""
# What the job `tickets.learn_words` would have learned by now.
DICTIONARY = """
INSERT INTO tickets_word SELECT word FROM tickets_message, regexp_split_to_table(helpdesk_plain(text), '[^[:alpha:]]+') said(word)
WHERE length(word) BETWEEN 4 AND 24 GROUP BY word HAVING count(DISTINCT ticket_id) > 2
"""
LATIN = "ba be bi bo bu da de di do du fa fe fi fo fu ga ge gi go gu ka ke ki ko ku la le li lo lu ma me mi mo mu ra re ri ro ru"
CYRILLIC = "ба бе би бо бу да де ди до ду фа фе фи фо фу га ге ги го гу ка ке ки ко ку ла ле ли ло лу ма ме ми мо му ра ре ри ро ру"


def migrated() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def build() -> None:
    """Migrate, and make the rows unless they are there already."""
    migrated()
    if User.objects.filter(email=f"bench-{VERSION}@demo.test").exists():
        return
    print("building 100,000 tickets with 1,000,000 messages, once", file=sys.stderr, flush=True)
    # What an earlier version has left would stand beside the new rows.
    call_command("flush", verbosity=0, interactive=False)
    with transaction.atomic(), _without_indexes("message_words"):
        _fill()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def _without_indexes(*names: str):
    """A GIN index is built in one go in a tenth of the time that a million inserts take it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(names)])
        found = dict(cursor.fetchall())
        for name in found:
            cursor.execute(f"DROP INDEX {name}")
        yield
        # An index cannot be built while the new rows' foreign keys wait to be checked.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for definition in found.values():
            cursor.execute(definition)


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
        "said": SAID.format(latin=_array(LATIN), cyrillic=_array(CYRILLIC)),
    }
    with connection.cursor() as cursor:
        cursor.execute(CUSTOMERS)
        for sql in (TICKETS_SQL, MESSAGES):
            cursor.execute(sql.format(**values).replace("%%", "%"))
        cursor.execute(DICTIONARY)


def _array(syllables: str) -> str:
    return ",".join(f"'{syllable}'" for syllable in syllables.split())
