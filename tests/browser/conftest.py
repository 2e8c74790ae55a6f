"""Two real browsers, a real server process, a real database: what a customer and an operator see."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.browser.serving import HostSite, Web, wait_until

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

RESULTS = Path("test-results")
HARMLESS = ("Failed to load resource", "Failed to fetch", "WebSocket connection to", "net::ERR_", "fetching the script")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def running(django_db_setup, tmp_path_factory):
    """One server process for all tests of the run; they share nothing in it but sites' keys, which are drawn."""
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / "web.log").open("wb") as log:
        web = Web(log=log, env={"MEDIA_ROOT": str(tmp_path_factory.mktemp("uploads"))})
        web.start()
        yield web
        web.stop()


@pytest.fixture
def web(running, transactional_db):
    yield running
    # What a closed page had asked for is still being answered: emptying the tables would lock against it.
    wait_until(_nobody_is_at_work, what="rest in the database")


def _nobody_is_at_work() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle')"
        )
        return cursor.fetchone()[0]


@pytest.fixture
def host_site():
    site = HostSite()
    yield site
    site.stop()


@pytest.fixture
def site(host_site, web, cards):
    """The bank's site as our admin entered it, and its page with the widget."""
    from chat.models import Site

    site = Site.objects.create(name="Heron Bank", origins=[host_site.url], department=cards, bot_name="Heron assistant")
    host_site.embed(web.url, site.key)
    return site


class Watch:
    """Everything a browser complained of: errors, console errors and CSP reports."""

    def __init__(self):
        self.complaints: list[str] = []
        self.tolerated: tuple[str, ...] = ()

    def over(self, page):
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self.note)
        return page

    def note(self, message):
        if message.type == "error":
            self.complaints.append(f"console: {message.text} {message.location.get('url', '')}")

    def serious(self) -> list[str]:
        return [c for c in self.complaints if not any(word in c for word in self.tolerated)]


@pytest.fixture
def watch():
    """No console error and no CSP report may be left at the end; a test of faults sets `watch.tolerated`."""
    watch = Watch()
    yield watch
    assert watch.serious() == []


@pytest.fixture
def faults(watch):
    """For tests that cut the network or kill a server: what the browser says of that is no defect of ours."""
    watch.tolerated = HARMLESS
    return watch


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture
def new_page(request, chromium, watch, web):
    """Open a browser of its own (cookies, storage) and one page in it."""
    contexts = []

    def open_page(*, width=1440, height=900, **options):
        options.setdefault("locale", "en-GB")
        options.setdefault("timezone_id", "Europe/Kyiv")
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        return watch.over(context.new_page())

    yield open_page
    failed = getattr(request.node, "report_call", None) is None or request.node.report_call.failed
    for number, context in enumerate(contexts):
        if failed and context.pages:
            RESULTS.mkdir(exist_ok=True)
            context.pages[-1].screenshot(path=RESULTS / f"{request.node.name}-{number}.png")
        context.close()


@pytest.fixture
def at_desk(new_page, web, desk_of):
    """Open a page of the desk as a person who has signed in; `test_morning.py` and the settings' tests use the form."""

    def open_desk(user, path="/desk/", *, deaf=False, **options):
        page = new_page(**options)
        if deaf:
            # No hint and no poll reaches this page: what it shows grows old.
            page.route_web_socket("**/live/desk/", lambda socket: socket.close())
            page.route("**/changes/**", lambda route: route.abort())
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": desk_of(user).cookies[name].value, "url": web.url}])
        page.goto(f"{web.url}{path}")
        return page

    return open_desk


@pytest.fixture
def at_bank(new_page, host_site, site):
    """A customer's browser on the bank's page, the chat opened."""

    def open_bank(*, open_chat=True, **options):
        page = new_page(**options)
        page.goto(host_site.url)
        if open_chat:
            page.get_by_role("button", name="Open chat").click()
            page.get_by_role("dialog", name="Chat").wait_for()
        return page

    return open_bank
