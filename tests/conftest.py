"""The cast that every test may call by name: three operators of two departments, a supervisor, an admin, a customer."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.test import Client, TransactionTestCase

from accounts.models import Department, Membership, User
from core.live import publishing
from customers.models import Customer
from tickets.models import Ticket

pytest_plugins = ["tests.requirements", "tests.chromium"]


def pytest_configure():
    # Else each client of each test reads all static files before its first request; servers of tests do so once.
    settings.WHITENOISE_AUTOREFRESH = True


LONGEST = ("/faults/", "/test_markup_in_browsers.py", "/test_two_steps.py", "/test_looks.py", "/test_settings.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest files come first: one begun last would keep one process busy alone."""
    items.sort(key=lambda item: not any(name in item.nodeid for name in LONGEST))


def pytest_xdist_make_scheduler(config, log):
    """A file stays in one process, and so do all that kill servers: they build one house, and no two fall at once."""
    from xdist.scheduler import LoadFileScheduling

    class InHouses(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return "tests/faults" if nodeid.startswith("tests/faults/") else super()._split_scope(nodeid)

    return InHouses(config, log)


# What migrations say once and for all: Django's own emptying takes them away and makes the same again.
KEPT = {"django_content_type", "auth_permission", "django_migrations"}
# Where what else they have written waits to be put back after each emptying.
ASIDE = "written_by_migrations"
# The statements that do so.
PUT_BACK: list[str] = []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test begins with what an installation begins with, whichever test came before it."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE; CREATE SCHEMA {ASIDE}")
        for name in emptied_tables():
            cursor.execute(f"SELECT EXISTS (SELECT FROM {name})")
            if cursor.fetchone()[0]:
                columns = columns_of(name)
                cursor.execute(f"CREATE TABLE {ASIDE}.{name} AS SELECT {columns} FROM {name}")
                PUT_BACK.append(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {ASIDE}.{name}")


def columns_of(table: str) -> str:
    """Those that are written; PostgreSQL reckons the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        return cursor.fetchone()[0]


def emptied_tables() -> list[str]:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    return sorted(map(connection.ops.quote_name, tables))


@pytest.fixture(autouse=True, scope="session")
def _empty_by_deleting():
    """TRUNCATE makes 460 files anew, however few rows there are: most of a second, and deleting takes a hundredth."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: emptied())
        yield


def emptied():
    """A page just closed may still be answered, and lock against the emptying. The one that was refused tries again."""
    names = emptied_tables()
    for tries_left in (2, 1, 0):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                # As TRUNCATE would, it waits for those that still write: their rows go too.
                cursor.execute(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE")
                cursor.execute("; ".join([*(f"DELETE FROM {name}" for name in names), *PUT_BACK]))
            return
        except OperationalError:
            if not tries_left:
                raise


@pytest.fixture(autouse=True)
def _quiet_places(settings, tmp_path_factory):
    """Files of one test stay with it."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture
def cards(db):
    return Department.objects.create(name="Cards", slug="cards")


@pytest.fixture
def transfers(db):
    return Department.objects.create(name="Transfers", slug="transfers")


def person(name, *departments, **fields):
    user = User.objects.create_user(f"{name.lower()}@demo.test", "demo", name=name, **fields)
    Membership.objects.bulk_create(Membership(user=user, department=department) for department in departments)
    return user


@pytest.fixture
def alice(cards):
    return person("Alice", cards)


@pytest.fixture
def bob(cards):
    return person("Bob", cards)


@pytest.fixture
def carol(transfers):
    return person("Carol", transfers)


@pytest.fixture
def sam(cards, transfers):
    return person("Sam", cards, transfers, role="supervisor")


@pytest.fixture
def admin(db):
    return person("Ada", role="admin")


@pytest.fixture
def dave(db):
    return Customer.objects.create(name="Dave Okafor")


@pytest.fixture
def eve(db):
    """Another customer, who must never see what is Dave's."""
    return Customer.objects.create(name="Eve Stranger")


@pytest.fixture
def double_charge(dave, cards):
    """Dave's question, in the queue of Cards, not yet answered."""
    ticket, _ = Ticket.open(
        customer=dave, channel="widget", text="I was charged twice.\nCan you help?", by=dave, department=cards
    )
    return ticket


@pytest.fixture
def new_id():
    return uuid.uuid4


@pytest.fixture
def desk_of():
    """A browser in which this person is signed in."""

    def signed_in(user, **options):
        client = Client(**options)
        client.force_login(User.objects.get(pk=user.pk), backend="accounts.backends.RoleBackend")
        return client

    return signed_in


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """Run what waits for the commit: `with after_commit(): ticket.close(...)`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def at_once():
    """Call `act(number)` in that many threads at the same time; the results, exceptions among them, in order."""

    def run(times, act):
        def one(number):
            try:
                return act(number)
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(times) as pool:
            return list(pool.map(one, range(times)))

    return run


@pytest.fixture
def pushed(monkeypatch):
    """`pushed("handed")`: the pokes of that topic that left for open sockets, each with its group."""
    told = []
    monkeypatch.setattr(publishing, "packed", lambda frame: frame)
    monkeypatch.setattr(publishing, "_published", lambda messages: told.extend(messages) or True)
    return lambda topic: [
        (channel.partition("__group__")[2], frame) for channel, frame in told if frame.get("topic") == topic
    ]
