"""Real servers and processes that only these tests use, so that they may be killed, and browsers that look on."""

import json
import shutil
import time
import uuid
from pathlib import Path

import pytest

from embedded.running import throwaway_place
from embedded.servers import lock
from tests.browser.conftest import HARMLESS, Watch
from tests.browser.serving import HostSite
from tests.faults.house import Driver, House, log_folder
from tests.faults.screens import CustomerScreen, OperatorScreen
from tests.faults.talk import Talk

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE) and "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def house():
    with throwaway_place() as place, lock(place):
        house = House(place)
        try:
            house.start()
            yield house
        finally:
            house.stop()
            shutil.copytree(place.logs, log_folder() / "faults", dirs_exist_ok=True)


@pytest.fixture(scope="package")
def driver(house):
    driver = Driver(house)
    yield driver
    driver.stop()


@pytest.fixture(scope="package")
def bank(house, driver):
    """The bank's page with the widget, and whose department answers there."""
    page = HostSite()
    page.key = driver.found(origin=page.url)["site"]
    page.embed(house.url, page.key)
    yield page
    page.stop()


@pytest.fixture
def whole(house):
    """Each test finds everything running, whatever the one before has left behind."""
    house.valkey.thaw()
    house.spawn(*(name for name, part in house.parts.items() if part.process.poll() is not None))
    house.wait_ready()
    return house


@pytest.fixture
def names(driver, bank):
    """Names of colleagues of this test alone."""

    def hire(count=1):
        made = [f"Op{uuid.uuid4().hex[:8]}" for _ in range(count)]
        driver.hire(names=made)
        return made

    return hire


@pytest.fixture
def watch():
    """No console error and no CSP report may be left, but those that say that a server was away."""
    watch = Watch()
    watch.tolerated = HARMLESS
    yield watch
    assert not watch.serious(), "\n".join(watch.serious())


@pytest.fixture
def new_page(request, chromium, watch, whole):
    contexts = []

    def open_page(beside=None):
        if beside is None:
            contexts.append(chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB"))
        return watch.over((beside.context if beside else contexts[-1]).new_page())

    yield open_page
    failed = getattr(request.node, "report_call", None) is None or request.node.report_call.failed
    for number, context in enumerate(contexts):
        if failed and context.pages:
            context.pages[-1].screenshot(path=log_folder() / f"{request.node.name}-{number}.png".replace("/", "-"))
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


@pytest.fixture
def asking(whole, bank, names, new_page):
    """A customer has asked something that nobody has answered yet."""
    [name] = names()
    talk = Talk(whole, name)
    talk.customer = CustomerScreen(new_page()).open(bank.url)
    talk.customer.write(talk.hello)
    talk.find_ticket()
    return talk


@pytest.fixture
def talk(asking, whole, new_page):
    """A customer and an operator in the middle of a conversation, both listening."""
    asking.operator = OperatorScreen(new_page()).sign_in(whole.url, asking.name).open(whole.url, asking.ticket)
    asking.operator.write("welcome")
    asking.wait_whole([asking.hello, "welcome"], since=time.monotonic())
    return asking


@pytest.fixture
def tab(whole, driver, new_page):
    """`tab(name, ticket)` is a desk of that colleague, signed in; `beside` one of his that is open already."""

    def open_tab(name, ticket, beside=None):
        screen = OperatorScreen(new_page(beside=beside and beside.page))
        return (
            screen.enter(whole.url, driver.sessions(names=[name])[name], ticket)
            if beside is None
            else screen.open(whole.url, ticket)
        )

    return open_tab


@pytest.fixture
def figure(record_property):
    """Keep a measured number with the test and in test-results/faults.jsonl."""

    def keep(name, value, unit="s"):
        record_property(name, round(value, 2))
        with (log_folder() / "faults.jsonl").open("a") as file:
            file.write(json.dumps({"name": name, "value": round(value, 2), "unit": unit}) + "\n")

    return keep
