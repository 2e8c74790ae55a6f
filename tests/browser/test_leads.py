"""From a button of the bank's page to a customer whom a mailing may reach."""

import pytest

from chat.models import Lead
from customers.models import Customer
from notifications import segments
from tests.browser.test_mailings import look

pytestmark = pytest.mark.requirement("R108")

BUTTON = """<button id="offer">A mortgage</button><script>offer.onclick = () =>
  HelpdeskWidget.lead({ title: "Ask for a mortgage offer", source: "mortgage" })</script>"""


def test_who_asks_for_an_offer_becomes_a_customer(new_page, at_desk, web, host_site, site, admin):
    host_site.embed(web.url, site.key)
    host_site.page = host_site.page.replace("<p>A page of the bank.</p>", BUTTON)
    visitor = new_page()
    visitor.goto(host_site.url)
    visitor.locator("helpdesk-widget").wait_for(state="attached")
    visitor.get_by_role("button", name="A mortgage").click()
    form = visitor.get_by_role("dialog", name="Ask for a mortgage offer")
    form.get_by_label("Your name").fill("Eve Adams")
    form.get_by_role("textbox", name="Phone").fill("+380 44 123 45 67")
    form.get_by_role("checkbox").check()
    form.get_by_role("button", name="Send").click()
    form.get_by_text("Thank you. We have it").wait_for()
    assert "tells me of its offers" in Lead.objects.get().agreed_text

    page = at_desk(admin, "/notifications/leads/")
    look(page, "leads")
    page.get_by_role("link", name="Make a customer of Eve Adams").click()
    look(page, "lead")
    page.get_by_role("switch").check()
    page.get_by_role("button", name="Make it a customer’s").click()
    page.get_by_text("The lead is of this customer now: Eve Adams.").wait_for()
    assert [each.name for each in segments.compiled({"lead": "mortgage"})] == ["Eve Adams"]

    page.get_by_role("link", name="Leads").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    assert "+380441234567" in download.value.path().read_text()
    page.get_by_label("Is a customer").select_option("No")
    page.get_by_text("Nothing fits").wait_for()
    page.get_by_role("link", name="Remove all filters").click()
    page.get_by_role("row", name="Eve Adams").get_by_role("link").click()
    page.get_by_role("link", name="Erase the lead…").click()
    page.get_by_role("button", name="Erase the lead").click()
    page.get_by_text("No lead yet").wait_for()
    look(page, "no-lead")
    assert Customer.objects.filter(name="Eve Adams").exists()
