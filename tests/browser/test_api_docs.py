"""The description of the REST API is a page of our own files, under the policy of every page."""

import pytest
from playwright.sync_api import expect

from accounts.models import ApiToken, Scope
from notifications.models import Category, Notification, Template

pytestmark = pytest.mark.requirement("R109")


def test_a_developer_reads_it_and_tries_a_call(chromium, watch, web, admin, dave):
    category = Category.objects.create(slug="payment", name="Payment", variables=[{"name": "amount", "example": "5"}])
    Template.objects.create(category=category, channel="sms", language="en", body="Paid {amount}")
    dave.identify("phone", "+380441234567", how="signed", by=dave)
    _token, secret = ApiToken.make(name="Trying", scopes=[Scope.SEND], by=admin)
    page = watch.over(chromium.new_context().new_page())
    page.goto(f"{web.url}/api/v1/docs")
    expect(page.get_by_text("Tell many customers something")).to_be_visible()

    page.get_by_role("button", name="Authorize").first.click()
    page.get_by_label("Value").fill(secret)
    page.get_by_role("button", name="Apply credentials").click()
    page.get_by_role("button", name="Close").last.click()
    page.get_by_text("Tell a customer something", exact=True).click()
    page.get_by_role("button", name="Try it out").click()
    body = '{"category": "payment", "customer": %d, "variables": {"amount": "5 EUR"}}'
    page.locator("textarea.body-param__text").fill(body % dave.pk)
    page.get_by_role("button", name="Execute").click()

    expect(page.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("202")
    assert Notification.objects.get().source.startswith("api:")
    page.context.close()
