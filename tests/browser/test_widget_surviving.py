"""What the customer wrote arrives once and in order, whatever happens to the page, the tab and the network."""

import pytest

from tests.browser.serving import wait_until
from tickets.models import Message

# The server outlives the pages, or their last requests would be refused.
pytestmark = pytest.mark.usefixtures("web")


def write(page, *texts):
    for text in texts:
        page.get_by_role("textbox", name="Message").fill(text)
        page.get_by_role("textbox", name="Message").press("Enter")


def log(page):
    return page.get_by_role("log", name="Messages")


def stored():
    return list(
        Message.objects.filter(author_kind="customer").exclude(text="").order_by("seq").values_list("text", flat=True)
    )


@pytest.mark.requirement("R1", "R2")
def test_a_message_is_stored_and_shown_as_sent(at_bank):
    customer = at_bank()

    write(customer, "I was charged twice")

    log(customer).get_by_text("Sent", exact=True).wait_for()
    assert stored() == ["I was charged twice"]


@pytest.mark.requirement("R2")
def test_twenty_messages_written_offline_arrive_once_and_in_order(at_bank, faults):
    customer = at_bank()
    write(customer, "Hello")
    log(customer).get_by_text("Sent", exact=True).wait_for()
    texts = [f"Line {number}" for number in range(1, 21)]

    customer.context.set_offline(True)
    write(customer, *texts)
    customer.get_by_text("Waiting for the network. Your messages are kept and will be sent.").wait_for()
    assert stored() == ["Hello"]
    customer.context.set_offline(False)

    wait_until(lambda: len(stored()) == 21, what="the queue")
    assert stored() == ["Hello", *texts]
    log(customer).get_by_text("Waiting for the network").last.wait_for(state="detached")
    assert log(customer).get_by_role("article").count() == 21


@pytest.mark.requirement("R2")
def test_history_is_there_after_a_reload(at_bank):
    customer = at_bank()
    write(customer, "First", "Second")
    wait_until(lambda: stored() == ["First", "Second"])

    customer.reload()
    customer.get_by_role("button", name="Open chat").click()

    log(customer).get_by_text("First").wait_for()
    log(customer).get_by_text("Sent", exact=True).wait_for()
    assert log(customer).get_by_role("article").count() == 2
