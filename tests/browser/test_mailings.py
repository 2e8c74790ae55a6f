"""A marketer writes a mailing, sees it as it arrives and to how many, starts it, and stops it."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.sweeps.claiming import run_due
from notifications.models import Category, Device, Mailing, Segment
from tests.browser.test_looks import findings, scrolls_sideways

pytestmark = pytest.mark.requirement("R108")
SHOTS = os.environ.get("SHOTS")


def look(page, name):
    """In its own words and colours, at both ends of the sizes: nothing to complain of."""
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert findings(page) == []
        assert not scrolls_sideways(page)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})


def test_from_the_draft_to_the_report(at_desk, admin, dave, eve):
    Category.objects.filter(slug="advert").update(quiet_from=None, quiet_until=None)
    Segment.objects.create(name="Everybody")
    Device.register(kind="fcm", platform="ios", address="eve", customer=eve)
    dave.identify("phone", "+380441234567", how="signed", by=dave)

    page = at_desk(admin, "/notifications/mailings/")
    look(page, "empty")
    page.get_by_role("link", name="New mailing").first.click()
    page.get_by_label("Name").fill("Spring")
    page.get_by_label("Segment").select_option("Everybody")
    english = page.get_by_role("group", name="English")
    english.get_by_label("title").fill("Travel in spring")
    english.get_by_label("text").fill("No fees abroad until May.")
    english.get_by_label("url").fill("/stories/spring")
    page.get_by_role("checkbox", name="SMS").check()
    preview = page.locator("#mailing-preview")
    expect(preview.locator(".told-card--push")).to_contain_text("Travel in spring")
    expect(preview.locator(".told-card--sms")).to_contain_text("No fees abroad until May.")
    expect(preview.locator("dd").first).to_have_text("2")
    look(page, "draft")

    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_role("button", name="Try it on myself").click()
    look(page, "trial")
    page.go_back()
    page.get_by_role("button", name="Start…").click()
    look(page, "start")
    page.get_by_role("button", name="Send to 2 customers").click()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    assert Mailing.objects.get().state == "paused"
    page.get_by_role("button", name="Go on").click()
    run_due()
    expect(page.get_by_text("2 of 2 written, 100 %")).to_be_visible()
    look(page, "report")
    page.goto(page.url.partition("/notifications/")[0] + "/notifications/segments/new/")
    page.get_by_label("Can be reached").select_option("Has a device")
    expect(page.locator("#found dd").first).to_have_text("1")
    look(page, "segment")
