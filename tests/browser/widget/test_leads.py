"""The form for leads that a button of the page opens: filled in once, kept until the server has it."""

from pathlib import Path

import pytest

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, open_widget, write
from tests.browser.widget.far_side import Refused

AXE = Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js"
pytestmark = pytest.mark.requirement("R108")

ASKED = "HelpdeskWidget.lead({ title: 'Ask for a mortgage offer', source: 'mortgage' })"
BUTTON = """() => { const button = document.createElement("button")
  button.textContent = "A mortgage"; button.onclick = () => %s; document.body.prepend(button) }"""


def form(page, asked=ASKED, title="Ask for a mortgage offer"):
    wait_until(lambda: page.evaluate("Boolean(window.HelpdeskWidget?.lead)"), what="the widget")
    if not page.get_by_role("button", name="A mortgage").count():
        page.evaluate(BUTTON % asked)
    page.get_by_role("button", name="A mortgage").click()
    dialog = page.get_by_role("dialog", name=title)
    dialog.get_by_role("checkbox").wait_for()
    return dialog


def fill(dialog, **fields):
    labels = {"name": "Your name", "email": "E-mail", "phone": "Phone", "wish": "What would you like?"}
    for name, text in fields.items():
        dialog.get_by_label(labels[name]).fill(text)


def send(dialog):
    dialog.get_by_role("button", name="Send").click()


def focused(page):
    return page.evaluate("""() => { const one = document.activeElement.shadowRoot?.activeElement
      return one ? one.id || one.ariaLabel || one.textContent : document.activeElement.textContent }""")


def test_a_button_of_the_page_opens_it_and_one_lead_comes_of_it(visit, far_side):
    far_side.site["page_parameters"] = ["utm_source"]
    page = visit(open_chat=False)
    page.evaluate("history.replaceState(null, '', '/?utm_source=mail&token=secret')")
    dialog = form(page)
    assert focused(page) == "lead-name"
    assert not dialog.get_by_role("checkbox").is_checked()
    assert not page.get_by_role("dialog", name="Chat").is_visible()

    fill(dialog, name="Eve", phone="+380441234567", wish="A flat")
    dialog.get_by_text("I agree that Heron Bank").click()
    send(dialog)
    dialog.get_by_text("Thank you. We have it").wait_for()
    assert "Thank you" in focused(page)

    [lead] = far_side.lead_posts
    assert lead.pop("client_id")
    assert lead.pop("page")["url"] == f"{far_side.page}?utm_source=mail"
    told = {"name": "Eve", "email": "", "phone": "+380441234567", "wish": "A flat"}
    assert lead == told | {"source": "mortgage", "agreement": "v1"}
    page.keyboard.press("Escape")
    assert focused(page) == "A mortgage"
    assert far_side.conversations == {}


def test_what_is_missing_or_refused_is_said_beside_its_field_and_nothing_is_lost(visit, far_side, faults):
    dialog = form(page := visit(open_chat=False))
    send(dialog)
    dialog.get_by_text("Fill this in.").wait_for()
    dialog.get_by_text("Say how we can reach you.").wait_for()
    assert focused(page) == "lead-name"

    refused = Refused(422, "Something has to be corrected.")
    refused.fields = {"email": "This is no address."}
    far_side.faults = [lambda method, path: refused if (method, path) == ("POST", "leads") else None]
    fill(dialog, name="Eve", email="nobody")
    send(dialog)
    dialog.get_by_text("This is no address.").wait_for()
    assert focused(page) == "lead-email"
    assert dialog.get_by_role("textbox", name="E-mail").get_attribute("aria-invalid") == "true"
    assert dialog.get_by_label("Your name").input_value() == "Eve"

    far_side.faults = []
    fill(dialog, email="eve@example.com")
    send(dialog)
    dialog.get_by_text("Thank you. We have it").wait_for()
    assert [lead["agreement"] for lead in far_side.leads.values()] == [None]


def test_another_wording_asks_for_another_yes(visit, far_side, faults):
    dialog = form(page := visit(open_chat=False))
    fill(dialog, name="Eve", email="eve@example.com")
    dialog.get_by_role("checkbox").check()
    far_side.agreement = {"version": "v2", "text": "Tell me everything."}
    refused = Refused(422, "Something has to be corrected.")
    refused.fields = {"agreement": "The wording has changed meanwhile. Read it once more."}
    far_side.faults = [lambda method, path: refused if (method, path) == ("POST", "leads") else None]
    send(dialog)

    dialog.get_by_text("The wording has changed").wait_for()
    dialog.get_by_text("Tell me everything.").wait_for()
    assert not dialog.get_by_role("checkbox").is_checked()
    far_side.faults = []
    dialog.get_by_role("checkbox").check()
    send(dialog)
    dialog.get_by_text("Thank you. We have it").wait_for()
    assert [lead["agreement"] for lead in far_side.leads.values()] == ["v2"]
    assert page.get_by_text("Thank you").count() == 1


def test_without_a_network_it_waits_says_so_and_goes_by_itself_once(visit, far_side, faults):
    dialog = form(page := visit(open_chat=False))
    fill(dialog, name="Eve", email="eve@example.com")
    page.context.set_offline(True)
    send(dialog)
    dialog.get_by_text("Waiting for the network. What you wrote is kept.").wait_for()
    dialog.get_by_role("textbox", name="E-mail").press("Enter")
    dialog.get_by_text("Waiting for the network. What you wrote is kept.").wait_for()
    page.context.set_offline(False)

    dialog.get_by_text("Thank you. We have it").wait_for()
    assert len(far_side.leads) == 1


def test_a_second_tab_sends_a_lead_of_its_own(visit, far_side):
    first = form(page := visit(open_chat=False))
    second = form(visit(open_chat=False, beside=page))
    fill(first, name="Eve", email="eve@example.com")
    fill(second, name="Eve", email="eve@example.org")
    for dialog in (first, second):
        send(dialog)
        dialog.get_by_text("Thank you. We have it").wait_for()

    assert {lead["email"] for lead in far_side.leads.values()} == {"eve@example.com", "eve@example.org"}


def test_what_was_sent_on_one_page_goes_on_the_next_under_the_same_number(visit, far_side, faults):
    lost = []

    def lose_the_answer(method, path):
        if (method, path) == ("POST", "leads"):
            lost.append(path)
            return Refused(503)
        return None

    far_side.faults = [lose_the_answer]
    dialog = form(page := visit(open_chat=False))
    fill(dialog, name="Eve", email="eve@example.com")
    send(dialog)
    wait_until(lambda: lost, what="the first try")
    far_side.faults = []
    page.reload()

    wait_until(lambda: far_side.leads, what="the lead")
    wait_until(lambda: kept(page) == [None, None], what="nothing kept")
    assert len(far_side.leads) == 1
    assert not page.get_by_role("dialog").is_visible()


def kept(page):
    return page.evaluate("(all => [all.lead ?? null, all.leading ?? null])(JSON.parse(localStorage['helpdesk:demo']))")


def test_what_is_typed_survives_a_reload_and_another_offer_knows_the_name(visit, far_side):
    dialog = form(page := visit(open_chat=False))
    fill(dialog, name="Eve", wish="A flat")
    page.reload()
    dialog = form(page)
    assert dialog.get_by_label("What would you like?").input_value() == "A flat"
    page.keyboard.press("Escape")
    page.evaluate("HelpdeskWidget.lead({ title: 'A card', source: 'card', fields: ['name', 'phone'] })")
    other = page.get_by_role("dialog", name="A card")
    assert other.get_by_label("Your name").input_value() == "Eve"
    assert not other.get_by_role("textbox", name="E-mail").is_visible()


def test_it_takes_the_chats_place_and_the_chat_goes_on_after_it(visit, far_side):
    page = visit()
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()
    dialog = form(page)
    assert not page.get_by_role("dialog", name="Chat").is_visible()
    page.evaluate("HelpdeskWidget.open()")
    page.get_by_role("dialog", name="Chat").wait_for()
    assert not dialog.is_visible()
    page.get_by_role("button", name="Close chat").click()
    open_widget(page)
    write(page, "Again")
    wait_until(lambda: far_side.stored == ["Hello", "Again"], what="both messages")


@pytest.mark.requirement("R3")
def test_on_a_hostile_page_under_a_strict_policy_and_a_narrow_screen(visit, far_side):
    far_side.style = (
        "* { display: inline !important; color: red !important; font-size: 3px !important }"
        "form { display: none !important }"
    )
    far_side.csp = (
        "default-src 'none'; script-src http://{origin} 'unsafe-eval'; connect-src http://{origin} ws://{origin}; "
        "img-src data: http://{origin}; style-src 'unsafe-inline'; require-trusted-types-for 'script'"
    )
    page = visit(open_chat=False, width=360, height=640)
    wait_until(lambda: page.evaluate("Boolean(window.HelpdeskWidget?.lead)"), what="the widget")
    page.evaluate(ASKED)
    dialog = page.get_by_role("dialog", name="Ask for a mortgage offer")
    dialog.get_by_role("checkbox").wait_for()
    box = dialog.bounding_box()
    assert (box["x"], box["width"]) == (0, 360)
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert (
        page.evaluate(
            "getComputedStyle(document.querySelector('helpdesk-widget').shadowRoot.querySelector('.lead')).fontSize"
        )
        == "14px"
    )
    fill(dialog, name="Eve", email="eve@example.com")
    send(dialog)
    dialog.get_by_text("Thank you. We have it").wait_for()


def test_before_the_script_has_come_the_wish_waits(visit, far_side):
    page = visit(open_chat=False, script="window.HelpdeskWidget = { q: [['lead', { title: 'A card' }]] }")
    page.get_by_role("dialog", name="A card").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_it_with_mistakes_and_thanks(visit, far_side, theme):
    dialog = form(page := visit(open_chat=False, color_scheme=theme, width=360, height=780, reduced_motion="reduce"))
    send(dialog)
    dialog.get_by_text("Fill this in.").wait_for()
    page.evaluate(AXE.read_text())
    assert found(page) == []
    fill(dialog, name="Eve", email="eve@example.com")
    send(dialog)
    dialog.get_by_text("Thank you. We have it").wait_for()
    assert found(page) == []


def found(page):
    violations = page.evaluate("axe.run('helpdesk-widget', {resultTypes: ['violations']})")["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in violations]
