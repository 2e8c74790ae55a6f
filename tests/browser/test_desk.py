"""What an operator does all day, in a real browser."""

import uuid

import pytest

from tests.browser.serving import wait_until
from tickets.models import Message, Ticket


def reply_box(page):
    return page.get_by_role("textbox", name="Reply")


def send(page, text):
    reply_box(page).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def log(page):
    return page.get_by_role("log", name="Conversation")


@pytest.mark.requirement("R61", "R68")
def test_two_operators_on_one_ticket_see_each_other_write(at_desk, double_charge, alice, bob):
    address = f"/desk/tickets/{double_charge.pk}/"
    first, second = at_desk(alice, address), at_desk(bob, address)

    send(first, "I look at it now")

    log(second).get_by_text("I look at it now").wait_for()
    assert log(first).get_by_text("I look at it now").count() == 1
    assert log(second).get_by_text("I look at it now").count() == 1


def test_a_reply_on_a_stale_view_is_stopped_and_kept(at_desk, double_charge, alice, bob, faults):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/", deaf=True)
    Ticket.objects.get(pk=double_charge.pk).reply(text="Bob was here first", client_id=uuid.uuid4(), by=bob)

    send(page, "Alice answers as well")

    page.get_by_text("Bob was here first").first.wait_for()
    assert not Message.objects.filter(text="Alice answers as well").exists()
    wait_until(lambda: reply_box(page).input_value() == "Alice answers as well", what="her text back in the box")


def test_the_loser_of_a_race_for_a_ticket_is_told(at_desk, double_charge, alice, bob, faults):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/", deaf=True)
    Ticket.objects.get(pk=double_charge.pk).take(by=bob)

    page.get_by_role("button", name="Take").first.click()

    page.get_by_text("Bob").first.wait_for()
    assert Ticket.objects.get(pk=double_charge.pk).assignee == bob


def test_a_reply_written_without_a_network_is_sent_when_it_is_back(at_desk, double_charge, alice, faults):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    page.context.set_offline(True)

    send(page, "Written in a tunnel")
    log(page).get_by_text("Written in a tunnel").wait_for()
    page.context.set_offline(False)

    wait_until(lambda: Message.objects.filter(text="Written in a tunnel").exists(), what="the reply")
    assert Message.objects.filter(text="Written in a tunnel").count() == 1


def test_a_double_click_sends_once(at_desk, double_charge, alice):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")

    reply_box(page).fill("Once")
    page.get_by_role("button", name="Send", exact=True).dblclick()

    log(page).get_by_text("Once").wait_for()
    wait_until(lambda: Message.objects.filter(text="Once").exists(), what="the reply")
    assert Message.objects.filter(text="Once").count() == 1


@pytest.mark.requirement("R8")
def test_the_customers_card_is_edited_beside_the_talk(at_desk, double_charge, alice, dave):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    card = page.get_by_role("complementary", name="Customer")

    card.get_by_text("Dave Okafor").first.wait_for()
    card.get_by_role("button", name="Change the customer’s name").click()
    page.get_by_label("Address as").fill("Mr Okafor")
    page.get_by_role("button", name="Save").click()
    card.get_by_text("Entered by an operator").wait_for()
    card.get_by_label("Notes about the customer").fill("Prefers the evening")

    card.get_by_text("Saved").wait_for()
    dave.refresh_from_db()
    assert (dave.preferred_name, dave.notes) == ("Mr Okafor", "Prefers the evening")


def test_a_new_ticket_appears_in_the_list_by_itself(at_desk, alice, dave, cards):
    page = at_desk(alice)

    Ticket.open(customer=dave, channel="widget", text="Fresh from the bank", by=dave, department=cards)

    page.get_by_role("list", name="Tickets").get_by_text("Fresh from the bank").wait_for()


def test_losing_the_right_closes_the_page_to_news(at_desk, double_charge, alice, sam, faults):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")

    alice.deactivate(by=sam)

    page.get_by_text("Sign in").first.wait_for()
