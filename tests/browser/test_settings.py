"""Settings, the first steps and the desk as an app, in a real browser."""

import pytest
from django.db.models.functions import Now
from playwright.sync_api import expect

from accounts.models import ApiToken, Department, User
from notifications.models import WebhookEndpoint
from tests.browser.test_looks import SIZES, findings, scrolls_sideways
from tests.conftest import person
from tickets.models import Feedback, Field, Question, SentimentWord, Session, Tag

PAGES = (
    "",
    "departments/",
    "departments/{department}/",
    "departments/{department}/activation/",
    "chats/",
    "chats/{department}/",
    "holidays/",
    "people/",
    "people/new/",
    "people/{person}/",
    "tags/",
    "tags/new/",
    "fields/",
    "fields/{field}/",
    "questions/",
    "questions/{question}/",
    "moods/",
    "moods/{mood}/",
    "tokens/",
    "tokens/new/",
    "tokens/{token}/",
    "webhooks/",
    "webhooks/new/",
    "webhooks/{hook}/",
    "webhooks/{hook}/log/",
    "webhooks/{hook}/secret/",
    "../reviews/",
)


@pytest.fixture
def house(cards, alice, admin, double_charge):
    Tag.make(name="refund", by=admin)
    double_charge.close(by=alice)
    said = {"mood": "bad", "stars": 1, "rated_at": Now(), "comment": "Slow", "commented_at": Now()}
    Feedback.objects.create(session=Session.objects.get(ticket=double_charge), department=cards, **said)
    question = {"key": "effort", "label": "How easy?", "kind": "choice", "options": ["Easy"]}
    hook = WebhookEndpoint.make(url="https://bank.test/helpdesk", kinds=["notification.settled"], by=admin)
    hook.send_test()
    return {
        "token": ApiToken.make(name="Core banking", scopes=["notifications:send"], by=admin)[0].pk,
        "hook": hook.pk,
        "question": Question.make(by=admin, **question).pk,
        "mood": SentimentWord.make(by=admin, phrase="marvellous", language="en", mood="good").pk,
        "department": cards.pk,
        "person": alice.pk,
        "field": Field.make(key="product", label="Product", kind="choice", options=["Loan"], by=admin).pk,
    }


@pytest.mark.requirement("R145")
@pytest.mark.parametrize(("size", "scheme", "language"), [("desk", "light", "en"), ("phone", "dark", "ru")])
def test_every_page_of_the_settings_is_clean_and_fits(at_desk, web, house, admin, size, scheme, language):
    User.objects.filter(pk=admin.pk).update(language=language)
    width, height = SIZES[size]
    page = at_desk(admin, "/desk/settings/", width=width, height=height, color_scheme=scheme)
    for path in (*(f"/desk/settings/{each.format(**house)}" for each in PAGES), "/desk/welcome/site/"):
        page.goto(web.url + path)
        page.wait_for_load_state("networkidle")
        assert not (found := findings(page)), (path, found)
        assert not scrolls_sideways(page), path


@pytest.mark.requirement("R30")
def test_hours_and_days_off_are_kept_by_keyboard(at_desk, house, admin, cards, faults):
    page = at_desk(admin, f"/desk/settings/departments/{cards.pk}/")
    page.get_by_label("By hours").check()
    monday, tuesday = (page.get_by_role("group", name=day) for day in ("Monday", "Tuesday"))
    monday.get_by_label("Closes at").fill("12:00")
    monday.get_by_role("button", name="Add a break").press("Enter")
    expect(monday.get_by_label("Opens again at")).to_be_focused()
    monday.get_by_label("Opens again at").fill("11:00")
    monday.get_by_label("Closes again at").fill("18:00")
    page.get_by_role("button", name="Monday’s hours until Friday").press("Enter")
    expect(tuesday.get_by_label("Opens again at")).to_have_value("11:00")
    page.get_by_role("button", name="Add a day off").press("Enter")
    page.get_by_role("group", name="Day off").get_by_label("Day", exact=True).fill("2026-12-25")
    page.get_by_role("button", name="Save changes").press("Enter")

    summary = page.get_by_role("alert").filter(has_text="Nothing is saved yet.")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Monday: the second time begins before the first is over.")
    expect(page.get_by_role("group", name="Day off").get_by_label("Day", exact=True)).to_have_value("2026-12-25")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        page.get_by_role("group", name=day).get_by_label("Opens again at").fill("13:00")
    page.get_by_role("group", name="Day off").get_by_label("Name").fill("Christmas")
    page.get_by_role("button", name="Save changes").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    assert cards.hours.count() == 10
    assert cards.holidays.get().name == "Christmas"


@pytest.mark.requirement("R18")
def test_the_chat_beside_the_rules_follows_what_is_typed(at_desk, house, sam, cards, faults):
    page = at_desk(sam, f"/desk/settings/chats/{cards.pk}/")
    chat = page.get_by_role("group", name="Preview")
    expect(chat).to_contain_text("After waiting 3 minutes")
    page.get_by_label("Minutes of waiting").fill("8")
    expect(chat).to_contain_text("After waiting 8 minutes")
    page.get_by_label("Greeting (English)").fill("Ahoy, {customer}!")
    expect(chat).to_contain_text("Ahoy, Maria!")
    page.get_by_role("switch", name="End chats in which the customer is silent").uncheck()
    expect(chat).not_to_contain_text("Are you still there?")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(chat).to_contain_text("Ahoy, Maria!")


@pytest.mark.requirement("R144")
def test_the_first_admin_arrives_at_the_first_message(new_page, web, host_site, db):
    ada = person("Ada", role="admin")
    page = new_page()
    page.goto(f"{web.url}/desk/")
    page.get_by_label("E-mail").fill(ada.email)
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Welcome! First, who are you?")).to_be_visible()
    expect(page.locator("own-zone select")).not_to_have_value("UTC")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name of the department").fill("Support")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name of the site").fill("Heron")
    page.get_by_label("Address of the site").fill(f"{host_site.url}/payments")
    page.get_by_role("button", name="Go on").click()
    tag = page.get_by_role("textbox", name="Script tag").input_value()
    host_site.page = f"<!doctype html><html lang='en'><title>Site</title><body><h1>Site</h1>{tag}</body></html>"
    assert Department.objects.get().time_zone in ("Europe/Kyiv", "Europe/Kiev"), "the browser's own"

    site = new_page()
    site.goto(host_site.url)
    site.get_by_role("button", name="Open chat").click()
    expect(page.get_by_text("The widget was opened on your site.")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    site.get_by_role("textbox", name="Message").fill("Is anybody there?")
    site.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Is anybody there?")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("link", name="Open it in the desk").click()
    expect(page.get_by_role("log", name="Conversation").get_by_text("Is anybody there?")).to_be_visible()


@pytest.mark.requirement("R145")
def test_the_desk_can_be_installed_and_says_so_without_a_network(at_desk, alice, double_charge, faults):
    page = at_desk(alice, width=360, height=740)
    debugger = page.context.new_cdp_session(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert debugger.send("Page.getAppManifest")["errors"] == []
    errors = {error["errorId"] for error in debugger.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    # A test's browser keeps nothing for long, and so installs nothing.
    assert errors <= {"in-incognito"}
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    assert "charged twice" not in page.evaluate(
        "caches.keys().then(async names => (await Promise.all(names.map(async name => {"
        "const cache = await caches.open(name);"
        "const all = await Promise.all((await cache.keys()).map(async key => (await cache.match(key)).text()));"
        "return all.join()}))).join())"
    )
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("list", name="Tickets")).to_be_visible()
