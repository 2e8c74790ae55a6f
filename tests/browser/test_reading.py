"""Who has read what: the operator's eyes move the customer's ticks, and the customer's the operator's."""

import pytest

from tests.browser.serving import wait_until
from tickets.models import Ticket


@pytest.mark.requirement("R2")
def test_each_side_sees_what_the_other_has_read(at_bank, at_desk, alice):
    customer = at_bank()
    customer.get_by_role("textbox", name="Message").fill("I was charged twice")
    customer.get_by_role("button", name="Send", exact=True).click()
    ticket = wait_until(Ticket.objects.first, what="the ticket")

    desk = at_desk(alice, f"/desk/tickets/{ticket.pk}/")
    customer.get_by_role("log", name="Messages").get_by_text("Read", exact=True).wait_for()
    wait_until(lambda: Ticket.objects.get().unread_count == 0, what="the count of unread messages")

    desk.get_by_role("textbox", name="Reply").fill("I see both payments")
    desk.get_by_role("button", name="Send", exact=True).click()
    desk.get_by_role("log", name="Conversation").get_by_text("Read", exact=True).wait_for(state="attached")
