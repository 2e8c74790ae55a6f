"""One chat from the payment to the review, in pictures: `bin/screenshots story`."""

import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Browser, Page

from embedded.places import ROOT

Act = Callable[[Page, str], None]

# Dave's earlier talk is over, so this one begins; his bank has its people at work.
BEGIN = """
from core.actors import SYSTEM
from accounts.models import OpeningHours, User
from tickets.models import Ticket
[ticket.close(by=SYSTEM) for ticket in Ticket.objects.living().filter(customer__name="Dave Okafor")]
User.objects.get(email="alice@demo.test").presence.see()
"""
# What would be due in minutes is due now; the worker does the rest.
DUE = """
from django.db.models.functions import Now
from tickets.models import Session
Session.objects.current().filter(ticket__customer__name="Dave Okafor").exclude({clock}=None).update({clock}=Now())
"""


def told(chromium: Browser, url: str, env: dict[str, str], *, sign_in: Act, keep: Act) -> None:
    begin(BEGIN, env)
    customer, desk = page_of(chromium), page_of(chromium)
    customer.goto(f"{url}/demo/bank/", wait_until="networkidle")
    customer.get_by_role("button", name="Ask about this payment").first.click()
    customer.get_by_role("textbox", name="Message").fill("Why is this payment held?")
    keep(customer, "story-1-card")
    customer.get_by_role("textbox", name="Message").press("Enter")
    customer.get_by_text("is on the way", exact=False).or_(customer.get_by_text("closed", exact=False)).first.wait_for()
    keep(customer, "story-2-queue")

    sign_in(desk, "alice")
    desk.goto(f"{url}/desk/?view=unassigned", wait_until="networkidle")
    desk.get_by_role("list", name="Tickets").get_by_text("Dave", exact=False).first.click()
    desk.get_by_role("button", name="Take", exact=True).click()
    customer.get_by_text("Alice Moreau joined").last.wait_for()
    desk.get_by_role("textbox", name="Reply").fill("The café has not asked for the money yet. It settles by itself.")
    keep(desk, "story-3-desk")
    desk.get_by_role("textbox", name="Reply").press("Control+Enter")
    customer.get_by_text("It settles by itself.").wait_for()
    customer.get_by_role("textbox", name="Message").fill("My card is 4111 1111 1111 1111")
    customer.get_by_role("textbox", name="Message").press("Enter")
    customer.get_by_text("We hid the card number", exact=False).wait_for()
    keep(customer, "story-4-hidden")
    desk.get_by_role("textbox", name="Reply").fill("Thank you, I need no card number. It is done.")
    desk.get_by_role("textbox", name="Reply").press("Control+Enter")
    customer.get_by_text("I need no card number", exact=False).wait_for()

    begin(DUE.format(clock="warn_due_at"), env)
    customer.get_by_text("still there", exact=False).last.wait_for()
    begin(DUE.format(clock="end_due_at"), env)
    customer.get_by_text("Was your question solved?").wait_for()
    keep(customer, "story-5-ended")
    customer.get_by_role("button", name="Yes").click()
    customer.get_by_role("group", name="Rate this conversation").get_by_role("radio", name="2").click()
    customer.get_by_label("What should have been better?").fill("I had to explain it twice.")
    keep(customer, "story-6-rating")
    customer.get_by_role("button", name="Send", exact=True).click()
    customer.get_by_label("What should have been better?").wait_for(state="detached")

    supervisor = page_of(chromium)
    sign_in(supervisor, "sam")
    supervisor.goto(f"{url}/desk/reviews/", wait_until="networkidle")
    keep(supervisor, "story-7-review")


def page_of(chromium: Browser) -> Page:
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="Europe/Kyiv", color_scheme="light"
    )
    return context.new_page()


def begin(lines: str, env: dict[str, str]) -> None:
    subprocess.run([sys.executable, ROOT / "manage.py", "shell", "-c", lines], check=True, capture_output=True, env=env)
