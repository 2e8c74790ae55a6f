import pytest

from tests.browser.serving import wait_until
from tests.browser.widget.fake_server import FakeServer


@pytest.fixture
def far_side():
    server = FakeServer().start()
    yield server
    server.stop()


@pytest.fixture
def new_page(far_side, chromium, watch):
    """As everywhere, but against the far side of this folder alone: no web process, no database."""
    contexts = []

    def open_page(*, width=1440, height=900, **options):
        options.setdefault("locale", "en-GB")
        context = chromium.new_context(
            viewport={"width": width, "height": height}, timezone_id="Europe/Kyiv", **options
        )
        contexts.append(context)
        return watch.over(context.new_page())

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(far_side, new_page):
    """A customer's browser on a page with the widget; `beside` opens a second tab of the same browser."""

    def open_page(*, open_chat=True, beside=None, script="", clock=False, **options):
        page = beside.context.new_page() if beside else new_page(**options)
        if clock:
            page.clock.install()
        if script:
            page.add_init_script(script)
        page.goto(far_side.page)
        if open_chat:
            open_widget(page)
        return page

    return open_page


def open_widget(page):
    page.get_by_role("button", name="Open chat").click()
    page.get_by_role("dialog", name="Chat").wait_for()


def write(page, *texts):
    for text in texts:
        page.get_by_role("textbox", name="Message").fill(text)
        page.get_by_role("textbox", name="Message").press("Enter")


def log(page):
    return page.get_by_role("log", name="Messages")


def shown(page):
    """Every message on the screen, in order, without names and times; the site's greeting stands above them all."""
    messages = page.locator("helpdesk-widget .message:not([data-key=greeting])")
    return messages.locator(".message__bubble:not(.typing)").all_inner_texts()


@pytest.fixture
def talking(visit, far_side, faults):
    """A customer whose conversation has begun with "Hello" and whose socket listens."""
    page = visit()
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets, what="the socket")
    wait_until(lambda: far_side.only().seen["read"] == 1, what="the first fetch")
    return page
