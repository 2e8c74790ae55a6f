"""A customer who has left comes back by a link from his phone, into this one conversation."""

import pytest

from chat.models import ConversationLink
from tests.browser.test_talking import answer, wait_for_ticket, write


@pytest.fixture
def left(at_bank, at_desk, alice, site):
    """Dave asked, Alice is at it, and he has closed the page."""
    customer = at_bank()
    write(customer, "I was charged twice")
    ticket = wait_for_ticket()
    desk = at_desk(alice, f"/desk/tickets/{ticket.pk}/")
    desk.get_by_role("button", name="Take").click()
    customer.context.close()
    answer(desk, "One of them goes back.")
    desk.get_by_role("log", name="Conversation").get_by_text("One of them goes back.").wait_for()
    return ticket, desk


@pytest.mark.requirement("R104", "R106")
def test_he_goes_on_where_he_left(left, new_page, web, faults):
    ticket, desk = left
    link = f"{web.url}/c/{ConversationLink.objects.to(ticket)}/"
    phone = new_page(width=360, height=740)
    phone.goto(link)
    log = phone.get_by_role("log", name="Messages")
    log.get_by_text("One of them goes back.").wait_for()
    write(phone, "Thank you")
    desk.get_by_role("log", name="Conversation").get_by_text("Thank you").wait_for()

    phone.reload()
    log.get_by_text("Thank you").wait_for()
    assert phone.evaluate("sessionStorage.length") > 0
    assert phone.context.storage_state()["origins"] == []

    other = new_page(width=360, height=740)
    other.goto(link)
    other.get_by_role("heading", name="This link leads nowhere any more").wait_for()


def test_when_the_answer_is_lost_on_its_way_a_reload_comes_in(left, new_page, web, faults):
    ticket, _desk = left
    phone = new_page(width=360, height=740)
    link = f"{web.url}/c/{ConversationLink.objects.to(ticket)}/"

    def lose(route):
        if route.request.method != "POST":
            return route.continue_()
        assert route.fetch().ok
        return route.abort()

    phone.route("**/c/**", lose)
    phone.goto(link)
    phone.get_by_role("heading", name="This did not work").wait_for()
    phone.unroute("**/c/**")
    phone.reload()

    phone.get_by_role("log", name="Messages").get_by_text("One of them goes back.").wait_for()
    assert ConversationLink.objects.filter(ticket=ticket).count() == 1


def test_without_a_connection_the_link_stays_good(left, new_page, web, faults):
    ticket, _desk = left
    phone = new_page(width=360, height=740)
    link = f"{web.url}/c/{ConversationLink.objects.to(ticket)}/"
    phone.route("**/c/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    phone.goto(link)
    phone.get_by_role("heading", name="This did not work").wait_for()
    phone.unroute("**/c/**")
    phone.get_by_role("button", name="Try again").click()

    phone.get_by_role("log", name="Messages").get_by_text("One of them goes back.").wait_for()
