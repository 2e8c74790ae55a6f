"""Before and around the talk: questions, promise, consent, the menu, the sound, the title."""

import pytest

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, open_widget, write
from tests.browser.widget.far_side import Refused

NAME = {"name": "name", "label": "Your name", "required": True, "options": []}
EMAIL = {"name": "email", "label": "E-mail", "required": True, "options": []}
TOPIC = {
    "name": "department",
    "label": "Who should answer?",
    "required": False,
    "options": [{"value": "7", "label": "Cards"}],
}


def menu(page):
    page.get_by_role("button", name="More").click()
    return page.get_by_role("dialog", name="More")


@pytest.mark.requirement("R30")
def test_the_questions_come_first_survive_a_reload_and_are_sent_once(visit, far_side):
    far_side.questions, far_side.site["asks"] = [NAME, EMAIL, TOPIC], True
    page = visit()

    page.get_by_label("Your name").wait_for()
    assert not page.get_by_role("textbox", name="Message").is_visible()
    wait_until(lambda: focused(page) == "form-name", what="the focus")
    page.keyboard.type("Dave Okafor")
    page.reload()
    open_widget(page)
    assert page.get_by_label("Your name").input_value() == "Dave Okafor"

    page.get_by_role("button", name="Start the chat").click()
    page.get_by_text("Fill this in.").wait_for()
    assert focused(page) == "form-email" and far_side.told == []
    page.get_by_label("E-mail").fill("dave@heron.example")
    page.get_by_label("Who should answer?").select_option("Cards")
    page.get_by_role("button", name="Start the chat").click()

    page.get_by_role("textbox", name="Message").wait_for()
    wait_until(lambda: focused(page) == "Message", what="the focus")
    assert far_side.told == [{"name": "Dave Okafor", "email": "dave@heron.example", "department": "7"}]
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()


def focused(page):
    return page.evaluate("""() => { const one = document.activeElement.shadowRoot?.activeElement
      return one ? one.id || one.ariaLabel : '' }""")


@pytest.mark.requirement("R30")
def test_an_answer_the_server_refuses_stands_beside_its_question(visit, far_side, faults):
    far_side.questions = [NAME, EMAIL]
    page = visit()
    page.get_by_label("Your name").fill("Dave")
    page.get_by_label("E-mail").fill("nobody")
    refuse_the_mail(far_side)
    page.get_by_role("button", name="Start the chat").click()

    page.get_by_text("This is no address.").wait_for()
    assert page.get_by_label("E-mail").get_attribute("aria-invalid") == "true"
    assert page.get_by_label("Your name").get_attribute("aria-invalid") == "false"
    assert focused(page) == "form-email"


def refuse_the_mail(far_side):
    refused = Refused(422, "Something has to be corrected.")
    refused.fields = {"email": "This is no address."}
    far_side.faults = [lambda method, path: refused if path == "introduction" else None]


def test_questions_wait_for_the_network_and_go_by_themselves(visit, far_side, faults):
    far_side.questions = [NAME]
    page = visit()
    page.get_by_label("Your name").fill("Dave")
    far_side.faults = [lambda method, path: Refused(503) if path == "introduction" else None]
    page.get_by_role("button", name="Start the chat").click()
    page.get_by_text("Waiting for the network. What you wrote is kept.").wait_for()

    far_side.faults = []

    page.get_by_role("textbox", name="Message").wait_for()
    assert far_side.told == [{"name": "Dave"}]


def test_a_form_that_does_not_load_keeps_nobody_from_writing(visit, far_side, faults):
    far_side.questions = [NAME]
    page = visit(open_chat=False)
    page.route("**/static/widget/form.js*", lambda route: route.abort())
    # Until then the field is there, goes, and comes again: a key pressed in between would be nobody's.
    with page.expect_event("requestfailed", lambda request: "/form.js" in request.url):
        open_widget(page)

    write(page, "Hello")

    log(page).get_by_text("Sent", exact=True).wait_for()


def test_the_other_tab_knows_that_the_questions_are_answered(visit, far_side):
    far_side.questions = [NAME]
    page = visit()
    other = visit(beside=page)
    other.get_by_label("Your name").wait_for()
    page.get_by_label("Your name").fill("Dave")
    page.get_by_role("button", name="Start the chat").click()

    other.get_by_role("textbox", name="Message").wait_for()


@pytest.mark.requirement("R12")
def test_the_promise_stands_in_the_head(visit, far_side):
    far_side.promise = "We are back on Monday at 9:00. Write now, we answer then."
    page = visit()
    page.get_by_text(far_side.promise).wait_for()

    far_side.promise = "We reply by 9:15 on Monday"
    write(page, "Hello")
    page.get_by_text("We reply by 9:15 on Monday").wait_for()

    wait_until(lambda: far_side.sockets, what="the socket")
    far_side.join()
    page.get_by_text("We reply by").wait_for(state="detached")


@pytest.mark.requirement("R13")
def test_people_only_is_said_and_no_bot_is_seen(visit, far_side):
    far_side.site |= {"people_only": True, "bot": {"kind": "agent", "name": "Heron Bank", "photo": None}}
    page = visit()

    page.get_by_text("People answer here, not bots.").wait_for()
    assert page.locator("helpdesk-widget .avatar--bot").count() == 0


def test_no_page_is_told_before_a_yes(visit, far_side):
    far_side.site["asks_consent"] = True
    page = visit()
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()
    assert far_side.only().pages == []

    page.get_by_role("button", name="Yes").click()

    wait_until(lambda: far_side.only().pages, what="the page")
    assert far_side.agreed == [True]
    page.reload()
    open_widget(page)
    menu(page).get_by_role("switch", name="We see which page you are on").click()
    wait_until(lambda: far_side.agreed == [True, False], what="the no")


@pytest.fixture
def agreed(visit, far_side, faults):
    """A customer who has said yes to pages."""
    far_side.site["asks_consent"] = True
    page = visit()
    page.get_by_role("button", name="Yes").click()
    wait_until(lambda: far_side.agreed == [True], what="the yes")
    return page


def switch_of_pages(page):
    return menu(page).get_by_role("switch", name="We see which page you are on")


def press_in_vain(page, switch):
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/widget/api/consent")):
        switch.click()


@pytest.mark.requirement("P-12")
def test_a_no_without_a_network_arrives_when_it_is_back(agreed, far_side):
    switch = switch_of_pages(agreed)
    agreed.context.set_offline(True)
    press_in_vain(agreed, switch)
    agreed.context.set_offline(False)

    wait_until(lambda: far_side.agreed == [True, False], what="the no")


@pytest.mark.requirement("P-12")
def test_a_no_that_a_reload_cut_off_is_told_on_the_next_page(agreed, far_side):
    agreed.route("**/widget/api/consent", lambda route: route.abort())
    press_in_vain(agreed, switch_of_pages(agreed))
    agreed.unroute("**/widget/api/consent")
    agreed.reload()
    open_widget(agreed)

    wait_until(lambda: far_side.agreed == [True, False], what="the no")
    assert far_side.sessions == 2


@pytest.mark.requirement("R6", "P-12", "P-13")
def test_pages_before_the_talk_are_told_without_what_the_site_does_not_name(visit, far_side):
    far_side.site["page_parameters"] = ["tab"]
    page = visit()
    wait_until(lambda: far_side.pages, what="the page")

    page.evaluate("history.pushState(null, '', '/payments?token=secret&tab=cards#top')")

    wait_until(lambda: len(far_side.pages) == 2, what="the second page")
    assert far_side.pages[1]["url"] == f"{far_side.page}payments?tab=cards"
    assert far_side.conversations == {}


@pytest.mark.requirement("R6", "P-12")
@pytest.mark.parametrize(("asks", "told"), [(False, 1), (True, 0)], ids=["a site that does not ask", "one that asks"])
def test_who_has_opened_the_chat_before_is_told_of_on_later_pages(visit, far_side, asks, told):
    page = visit()
    wait_until(lambda: far_side.pages, what="the page")
    far_side.pages.clear()
    far_side.site["asks_consent"] = asks

    page.goto(f"{far_side.page}cards?token=secret")
    page.get_by_role("button", name="Open chat").wait_for()
    wait_until(lambda: len(far_side.pages) == told, what="the page")
    page.wait_for_load_state("networkidle")

    assert [one["url"] for one in far_side.pages] == [f"{far_side.page}cards"] * told


@pytest.mark.requirement("P-12")
def test_a_no_stops_the_pages_and_a_yes_begins_again(visit, far_side):
    far_side.site["asks_consent"] = True
    page = visit()
    page.get_by_role("button", name="Yes").click()
    wait_until(lambda: len(far_side.pages) == 1, what="the page")

    menu(page).get_by_role("switch", name="We see which page you are on").click()
    wait_until(lambda: far_side.agreed == [True, False], what="the no")
    page.evaluate("history.pushState(null, '', '/cards')")
    page.get_by_role("switch", name="We see which page you are on").click()

    wait_until(lambda: len(far_side.pages) == 2, what="the page again")
    assert far_side.pages[1]["url"] == f"{far_side.page}cards"


def test_the_menu_mutes_the_sound_speaks_russian_and_gives_the_focus_back(visit, far_side):
    far_side.site |= {"languages": ["en", "ru"], "language": "en"}
    page = visit()
    more = menu(page)
    more.get_by_role("switch", name="Sound of a new message").click()
    assert more.get_by_role("switch").get_attribute("aria-checked") == "false"
    page.keyboard.press("Escape")
    more.wait_for(state="detached")
    assert focused(page) == "More" and page.get_by_role("dialog", name="Chat").is_visible()

    far_side.site["language"] = "ru"
    menu(page).get_by_role("button", name="Русский").click()

    page.get_by_role("dialog", name="Чат").wait_for()
    page.reload()
    page.get_by_role("button", name="Открыть чат").wait_for()


def test_an_earlier_conversation_is_one_press_away(visit, far_side):
    page = visit()
    write(page, "The first matter")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets, what="the socket")
    far_side.close(far_side.only())
    write(page, "The second matter")
    wait_until(lambda: len(far_side.conversations) == 2, what="the second")
    for number, conversation in enumerate(far_side.conversations.values(), 1):
        conversation.subject = f"Matter {number}"
    page.reload()
    open_widget(page)
    log(page).get_by_text("The second matter").wait_for()

    more = menu(page)
    assert more.get_by_text("Matter 2").count() == 0
    more.get_by_role("button", name="Matter 1").click()

    log(page).get_by_text("The first matter").wait_for()
    assert focused(page) != ""


def test_the_title_counts_what_is_unread_and_stays_the_pages(visit, far_side):
    page = visit(
        script="window.rung = 0; AudioContext = class { constructor() { rung += 1; throw new Error('mute') } }"
    )
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets and far_side.only().seen["read"] == 1, what="the socket")
    page.keyboard.press("Escape")

    far_side.say("One")
    wait_until(lambda: page.title() == "(1) Payments", what="the title")
    wait_until(lambda: page.evaluate("rung") == 1, what="the sound")
    page.evaluate("document.title = 'Loans'")
    far_side.say("Two")
    wait_until(lambda: page.title() == "(2) Loans", what="the title")
    open_widget(page)

    wait_until(lambda: page.title() == "Loans", what="the title")
    assert "(" not in str(far_side.only().pages)
