"""A customer and an operator talk to each other in real browsers."""

import pytest

from tickets.models import Message, Ticket


def write(page, text):
    page.get_by_role("textbox", name="Message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def answer(page, text):
    page.get_by_role("textbox", name="Reply").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


@pytest.mark.requirement("R1", "R2", "R5", "R61")
def test_a_customer_and_an_operator_talk(at_bank, at_desk, alice):
    desk = at_desk(alice)
    customer = at_bank()

    write(customer, "I was charged twice")
    row = desk.get_by_role("list", name="Tickets").get_by_text("I was charged twice").first
    row.wait_for()
    row.click()
    talk = desk.get_by_role("log", name="Conversation")
    talk.get_by_text("I was charged twice").wait_for()
    desk.get_by_role("button", name="Take").click()
    answer(desk, "I see both payments")
    customer.get_by_role("log", name="Messages").get_by_text("I see both payments").wait_for()
    write(customer, "Thank you")
    talk.get_by_text("Thank you").wait_for()
    desk.get_by_role("complementary", name="Customer").get_by_text("Payments").first.wait_for()
    desk.get_by_role("button", name="Resolve").click()
    desk.get_by_role("button", name="Reopen").first.wait_for()

    ticket = Ticket.objects.get()
    assert ticket.status == "solved"
    texts = ticket.messages.exclude(text="").order_by("seq").values_list("text", flat=True)
    assert list(texts) == ["I was charged twice", "I see both payments", "Thank you"]


@pytest.mark.requirement("R2")
def test_a_note_never_reaches_the_customer(at_bank, at_desk, alice):
    customer = at_bank()
    write(customer, "Hello?")
    customer.get_by_role("log", name="Messages").get_by_text("Hello?").wait_for()
    ticket = wait_for_ticket()
    desk = at_desk(alice, f"/desk/tickets/{ticket.pk}/")

    desk.get_by_role("button", name="Note").click()
    desk.get_by_role("textbox", name="Note text").fill("He seems upset")
    desk.get_by_role("button", name="Add note").click()
    desk.get_by_role("log", name="Conversation").get_by_text("He seems upset").wait_for()
    answer_in_reply_mode(desk, "Good morning")
    customer.get_by_role("log", name="Messages").get_by_text("Good morning").wait_for()

    assert "He seems upset" not in customer.content()
    assert Message.objects.get(text="He seems upset").visibility == "internal"


def answer_in_reply_mode(desk, text):
    desk.get_by_role("button", name="Reply").first.click()
    answer(desk, text)


def wait_for_ticket():
    from tests.browser.serving import wait_until

    return wait_until(Ticket.objects.first, what="the ticket")
