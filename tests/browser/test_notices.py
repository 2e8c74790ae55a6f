"""The bell of the desk in a real browser."""

import uuid

import pytest

from core.sweeps.claiming import run_due
from notifications.models import Notice
from tests.browser.serving import wait_until
from tickets.models import Ticket


@pytest.mark.requirement("R102")
def test_a_call_rings_the_bell_and_reading_the_ticket_elsewhere_stills_it(at_desk, alice, bob, double_charge):
    desk = at_desk(alice)
    bell = desk.get_by_role("button", name="Notices")
    bell.wait_for()
    assert "1" not in bell.inner_text()

    Ticket.objects.get().note(text="@Alice could you look?", client_id=uuid.uuid4(), by=bob)
    run_due()
    number = desk.locator(".bell__count")
    number.get_by_text("1").wait_for()
    bell.click()
    desk.get_by_role("link", name=f"You were mentioned in #{double_charge.pk}").wait_for()
    desk.keyboard.press("Escape")

    elsewhere = desk.context.new_page()
    elsewhere.goto(f"{desk.url.partition('/desk')[0]}/desk/tickets/{double_charge.pk}/")
    wait_until(lambda: not Notice.objects.unread().exists(), what="the notice being read")
    number.wait_for(state="hidden")


@pytest.mark.requirement("R102")
def test_a_phone_has_the_bell_beside_the_list_and_not_over_a_ticket(at_desk, alice, double_charge):
    desk = at_desk(alice, width=360, height=740)
    bell = desk.get_by_role("button", name="Notices")
    bell.click()
    desk.get_by_role("heading", name="Nothing to tell you").wait_for()
    desk.keyboard.press("Escape")

    desk.goto(f"{desk.url.partition('/desk')[0]}/desk/tickets/{double_charge.pk}/")
    desk.get_by_role("log", name="Conversation").wait_for()
    desk.locator("notice-bell").wait_for(state="attached")
    assert not bell.is_visible()
