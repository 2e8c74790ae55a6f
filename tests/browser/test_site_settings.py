"""An admin changes a site and sees the chat as it would be, then as it is."""

from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"


@pytest.mark.requirement("R30")
def test_the_preview_follows_what_is_typed_and_a_customer_meets_it_once_saved(at_desk, at_bank, admin, site, transfers):
    page = at_desk(admin, f"/desk/settings/sites/{site.pk}/")
    chat = page.frame_locator("iframe")
    chat.get_by_role("dialog", name="Chat").wait_for()

    page.get_by_label("Title (English)").fill("Ask Heron")
    page.get_by_label("Accent colour").fill("#ffee00")
    page.get_by_label("Your name", exact=True).select_option("required")

    chat.get_by_text("Ask Heron").wait_for()
    chat.get_by_label("Your name").wait_for()
    page.get_by_text("On a white page the button hardly shows").wait_for()
    page.get_by_role("button", name="Русский").click()
    chat.get_by_role("dialog", name="Чат").wait_for()
    assert page.get_by_label("Title (English)").input_value() == "Ask Heron"

    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({iframes: false, resultTypes: ['violations']})")
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []

    page.get_by_role("button", name="Save changes").click()
    page.get_by_text("Saved.").wait_for()
    customer = at_bank()
    customer.get_by_text("Ask Heron").wait_for()
    customer.get_by_label("Your name").fill("Dave Okafor")
    customer.get_by_role("button", name="Start the chat").click()
    customer.get_by_role("textbox", name="Message").fill("Hello")
    customer.keyboard.press("Enter")
    customer.get_by_role("log", name="Messages").get_by_text("Sent", exact=True).wait_for()

    page.goto(page.url.partition("/desk/")[0] + "/desk/")
    page.get_by_text("Dave Okafor").first.wait_for()
