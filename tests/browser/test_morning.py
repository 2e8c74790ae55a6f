"""A morning of an operator: once by keyboard alone, once by what a screen reader is told."""

import uuid

import pytest
from playwright.sync_api import expect

from customers.models import Customer
from tests.browser.serving import wait_until
from tickets.models import CannedReply, Mention, Ticket


@pytest.fixture
def waiting(cards, dave, eve, bob):
    """What the night has left: a lost card, a limit to raise, and an old talk about a refund."""
    told = {"channel": "widget", "department": cards}
    card = Ticket.open(text="My card is lost", customer=eve, by=eve, **told)[0]
    limit = Ticket.open(text="Please raise my limit", customer=dave, by=dave, **told)[0]
    nina = Customer.objects.create(name="Nina Petrenko")
    old = Ticket.open(text="The hotel took my deposit", customer=nina, by=nina, **told)[0]
    old.reply(text="The reimbursement comes on Monday", client_id=uuid.uuid4(), by=bob)
    old.resolve(by=bob)
    return card, limit, old


@pytest.fixture
def refund(cards):
    CannedReply.objects.create(
        shortcut="refund", title="Refund by hand", text="{operator} here. I returned {amount} today.", department=cards
    )


def log(page):
    return page.get_by_role("log", name="Conversation")


def has_focus(found):
    return found.count() > 0 and found.first.evaluate("element => element === document.activeElement")


def tab_to(page, found):
    for _ in range(40):
        if has_focus(found):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never comes to {found}")


def sign_in_by_keys(page, web, user):
    page.goto(f"{web.url}/accounts/login/?next=/desk/")
    tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type(user.email)
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type("demo")
    page.keyboard.press("Enter")
    page.locator("queue-list:defined").wait_for()


def open_row(page, text):
    """J until that row has the focus, then Enter, as one does."""
    page.get_by_role("list", name="Tickets").get_by_text(text).first.wait_for()
    for key in "kkkkkk" + "jjjjjj":
        if text in page.evaluate("document.activeElement.closest('.ticket-row')?.textContent ?? ''"):
            break
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    log(page).get_by_text(text).wait_for()


def reload(ticket):
    return Ticket.objects.select_related("assignee").get(pk=ticket.pk)


def say(customer, text):
    customer.get_by_role("textbox", name="Message").fill(text)
    customer.get_by_role("textbox", name="Message").press("Enter")


@pytest.mark.requirement("R11", "R15", "R143")
def test_a_morning_without_a_mouse(new_page, web, at_bank, alice, bob, waiting, refund):
    card, limit, old = waiting
    customer = at_bank()
    heard = customer.get_by_role("log", name="Messages")
    say(customer, "I was charged twice for a coffee")
    heard.get_by_text("Sent", exact=True).wait_for()
    coffee = Ticket.objects.latest("pk")

    page = new_page()
    sign_in_by_keys(page, web, alice)
    page.keyboard.press("Control+k")
    page.keyboard.type("unassig")
    page.get_by_role("option", name="Unassigned").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("region", name="Unassigned").wait_for()

    open_row(page, "I was charged twice for a coffee")
    page.keyboard.press("t")
    wait_until(lambda: reload(coffee).assignee == alice, what="the ticket taken")
    page.keyboard.press("r")
    page.keyboard.type("/refund")
    page.get_by_role("option", name="Refund by hand").wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("Alice here. I returned {amount} today.")
    page.keyboard.press("Control+Enter")
    page.get_by_text("{amount} is still to be filled in").wait_for()
    page.keyboard.type("€3.20")
    page.keyboard.press("Control+Enter")
    heard.get_by_text("Alice here. I returned €3.20 today.").wait_for()

    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("@bo")
    page.get_by_role("option", name="Bob").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type("the café does this often")
    page.keyboard.press("Control+Enter")
    log(page).get_by_text("the café does this often").wait_for()
    wait_until(lambda: Mention.objects.of(bob).exists(), what="the call to Bob")

    say(customer, "Thank you, Alice")
    log(page).get_by_text("Thank you, Alice").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    wait_until(lambda: reload(coffee).status == "solved", what="the ticket resolved")
    assert heard.get_by_text("café does this often").count() == 0

    open_row(page, "My card is lost")
    page.keyboard.press("s")
    expect(page.locator("#act choice-list button").first).to_be_focused()
    page.keyboard.press("Enter")
    wait_until(lambda: reload(card).snoozed_until, what="the ticket snoozed")
    page.locator("#act").wait_for(state="hidden")

    page.keyboard.press("g")
    page.keyboard.press("a")
    page.get_by_role("region", name="All open").wait_for()
    open_row(page, "Please raise my limit")
    page.keyboard.press("p")
    expect(page.get_by_role("combobox", name="Find a colleague")).to_be_focused()
    page.keyboard.type("bob")
    page.keyboard.press("Enter")
    wait_until(lambda: reload(limit).assignee == bob, what="the ticket in Bob's hands")

    page.get_by_text("Bob has the ticket now.").wait_for()
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search tickets, customers and messages").wait_for()
    page.keyboard.type("reimbursment")
    page.locator("#results").get_by_role("link").filter(has_text="reimbursement").first.wait_for()
    page.keyboard.press("Tab")
    page.locator("#search-text").blur()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    log(page).get_by_text("The reimbursement comes on Monday").wait_for()
    assert f"/tickets/{old.pk}/" in page.url

    page.keyboard.press("Shift+?")
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for(state="hidden")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.get_by_role("region", name="Assigned to me").wait_for()


@pytest.mark.requirement("R11", "R143")
def test_a_morning_by_the_accessibility_tree(at_bank, new_page, web, alice, bob, waiting):
    """Everything is found by its role and name, and what comes by itself comes where it is read out."""
    customer = at_bank()
    customer.get_by_role("textbox", name="Message").fill("Is anybody there?")
    customer.get_by_role("button", name="Send", exact=True).click()
    customer.get_by_role("log", name="Messages").get_by_role("article").filter(has_text="Is anybody there?").wait_for()

    page = new_page()
    page.goto(f"{web.url}/accounts/login/?next=/desk/")
    page.get_by_role("textbox", name="E-mail").fill(alice.email)
    page.get_by_role("textbox", name="Password").fill("demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("navigation", name="Queues").get_by_role("link", name="Unassigned").click()
    tickets = page.get_by_role("main").get_by_role("region", name="Unassigned").get_by_role("list", name="Tickets")
    tickets.get_by_role("listitem").get_by_role("link").filter(has_text="Is anybody there?").click()

    talk = page.get_by_role("main").get_by_role("region", name="Is anybody there?")
    page.get_by_role("heading", level=1, name="Is anybody there?").wait_for()
    page.get_by_role("complementary", name="Customer").get_by_role("combobox", name="Priority").wait_for()
    talk.get_by_role("button", name="Take", exact=True).click()
    page.get_by_role("status").filter(has_text="The ticket is yours.").wait_for()
    talk.get_by_role("textbox", name="Reply").fill("Yes, this is Alice")
    talk.get_by_role("button", name="Send", exact=True).click()
    said = customer.get_by_role("log", name="Messages").get_by_role("article")
    said.filter(has_text="Yes, this is Alice").wait_for()

    customer.get_by_role("textbox", name="Message").fill("Good, then I wait")
    customer.get_by_role("button", name="Send", exact=True).click()
    news = talk.get_by_role("log", name="Conversation").get_by_role("article").filter(has_text="Good, then I wait")
    news.wait_for()
    assert live_of(page, "log", "Conversation") == "polite"
    assert live_of(customer, "log", "Messages") == "polite"

    talk.get_by_role("button", name="Resolve", exact=True).click()
    talk.get_by_role("button", name="Reopen", exact=True).first.wait_for()
    customer.get_by_role("button", name="Close chat").click()
    customer.get_by_role("button", name="Open chat").wait_for()


def live_of(page, role, name):
    """What the browser tells assistive technology of that region: whether its news is read out."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    [node] = [
        node for node in tree if node.get("role", {}).get("value") == role and node.get("name", {}).get("value") == name
    ]
    return next(each["value"]["value"] for each in node["properties"] if each["name"] == "live")
