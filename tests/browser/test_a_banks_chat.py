"""The whole story of a chat: from the button beside a payment to the supervisor's review of what went badly."""

import json

import pytest
from django.db.models.functions import Now
from playwright.sync_api import expect

from chat.toy_bank import identity_of_dave, signature_of
from core.sweeps.claiming import run_due
from customers.models import Customer
from tests.browser.serving import wait_until
from tickets.models import CannedReply, Feedback, Routing, Session, Ticket

CARD = {
    "type": "payment",
    "id": "p-1047",
    "title": "Corner Café",
    "fields": [{"label": "Amount", "value": "€18.40"}, {"label": "Status", "value": "Held"}],
    "url": "https://heron.example/payments/1047",
}
REQUIREMENTS = ("R4", "R9", "R11", "R12", "R14", "R15", "R16", "R17", "R18", "R19", "R20", "R21", "R26", "R27", "R28")


def payment_page(host_site, web, site):
    """The bank's page, with its button beside the payment."""
    asks = f"HelpdeskWidget.ask({json.dumps(CARD)}, {json.dumps(signature_of(CARD, site))})"
    host_site.embed(web.url, site.key, identity=identity_of_dave(site))
    button = f"<button id='ask'>Ask about this payment</button><script>ask.onclick = () => {asks}</script>"
    host_site.page = host_site.page.replace("<p>A page of the bank.</p>", button)


def time_passes(ticket, clock):
    """What would be due in minutes is due now; the sweeps are the worker's own."""
    wait_until(lambda: Session.objects.current_of(ticket), what="a session")
    moved = Session.objects.filter(ticket=ticket, **{f"{clock}__isnull": False}).update(**{clock: Now()})
    assert moved == 1, f"{clock} does not run"
    run_due()


def take(page, ticket, words):
    """By its number: a row shows what was said last."""
    page.get_by_role("list", name="Tickets").get_by_text(f"#{ticket.pk}").click()
    page.get_by_role("log", name="Conversation").get_by_text(words).first.wait_for()
    page.get_by_role("button", name="Take", exact=True).click()
    wait_until(lambda: Session.objects.filter(ticket=ticket, state="joined").exists(), what="the operator in the chat")


def say(page, words):
    page.get_by_role("textbox", name="Message").fill(words)
    page.get_by_role("textbox", name="Message").press("Enter")


@pytest.mark.requirement(*REQUIREMENTS)
def test_from_a_payment_to_the_review(new_page, at_desk, web, host_site, site, alice, carol, sam, cards, transfers):
    Routing.objects.create(department=cards, mode="pull")
    CannedReply.objects.create(shortcut="held", title="Held payment", text="A held payment settles by itself.")
    payment_page(host_site, web, site)

    customer = new_page()
    customer.goto(host_site.url)
    customer.locator("helpdesk-widget").wait_for(state="attached")
    customer.get_by_role("button", name="Ask about this payment").click()
    customer.get_by_role("dialog", name="Chat").wait_for()
    customer.get_by_role("group", name="Your question is about").get_by_text("€18.40").wait_for()
    say(customer, "Why is it held since Monday?")
    heard = customer.get_by_role("log", name="Messages")
    heard.get_by_role("group", name="Corner Café").get_by_text("Verified").wait_for()
    ticket = wait_until(lambda: Ticket.objects.filter(subject="Why is it held since Monday?").first(), what="a ticket")
    customer.get_by_role("button", name="Talk to a person").wait_for()
    customer.get_by_label("How should we address you?").fill("Dave")
    customer.get_by_role("button", name="Save").click()
    wait_until(lambda: Customer.objects.filter(preferred_name="Dave").exists(), what="the name")
    run_due()
    heard.get_by_text("operator", exact=False).first.wait_for()

    desk = at_desk(alice, "/desk/?view=unassigned")
    take(desk, ticket, "Why is it held since Monday?")
    log = desk.get_by_role("log", name="Conversation")
    log.get_by_text("Corner Café").first.wait_for()
    log.get_by_text("Held", exact=True).first.wait_for()
    heard.get_by_text("Alice joined").wait_for()
    run_due()
    heard.get_by_text("Alice", exact=False).last.wait_for()
    assert ticket.messages.filter(details__automatic="greeting", author=alice).exists()

    reply = desk.get_by_role("textbox", name="Reply")
    reply.fill("/held")
    desk.get_by_role("option", name="Held payment").click()
    expect(reply).to_have_value("A held payment settles by itself.")
    reply.press("Control+Enter")
    heard.get_by_text("A held payment settles by itself.").wait_for()
    say(customer, "My card is 4111 1111 1111 1111, look it up")
    heard.get_by_text("4111 11•• •••• 1111").wait_for()
    heard.get_by_text("We hid the card number").wait_for()
    assert not ticket.messages.filter(text__contains="4111 1111 1111 1111").exists()

    desk.goto(f"{web.url}/desk/")
    ticket.refresh_from_db()
    ticket.transfer(transfers, note="The payment hangs at the receiving bank.", by=alice)
    heard.get_by_text("Transfers").first.wait_for()
    second = at_desk(carol, "/desk/?view=unassigned")
    take(second, ticket, "Why is it held since Monday?")
    second.get_by_role("log", name="Conversation").get_by_text("The payment hangs at the receiving bank.").wait_for()
    heard.get_by_text("Carol joined").wait_for()
    second.get_by_role("textbox", name="Reply").fill("It will be booked tomorrow.")
    second.get_by_role("textbox", name="Reply").press("Control+Enter")
    heard.get_by_text("It will be booked tomorrow.").wait_for()
    assert heard.get_by_text("hangs at the receiving bank").count() == 0

    wait_until(lambda: Ticket.objects.filter(pk=ticket.pk, status="pending").exists(), what="the customer's turn")
    time_passes(ticket, "warn_due_at")
    assert ticket.messages.filter(details__automatic="warning").count() == 1
    time_passes(ticket, "end_due_at")
    assert Session.objects.filter(ticket=ticket, closed_by="idleness").exists()
    assert Ticket.objects.get(pk=ticket.pk).status == "pending"

    customer.get_by_text("Was your question solved?").wait_for()
    customer.get_by_role("button", name="Yes").click()
    stars = customer.get_by_role("group", name="Rate this conversation")
    stars.get_by_role("radio", name="2").click()
    customer.get_by_label("What should have been better?").fill("I had to explain it twice.")
    customer.get_by_role("button", name="Send").click()
    wait_until(lambda: Feedback.objects.filter(stars=2, solved=True).exclude(comment="").exists(), what="the comment")
    second.get_by_role("log", name="Conversation").get_by_text("I had to explain it twice.").wait_for()

    review = at_desk(sam, "/desk/reviews/")
    review.get_by_text("I had to explain it twice.").first.wait_for()
    assert Feedback.objects.get().operator == carol
