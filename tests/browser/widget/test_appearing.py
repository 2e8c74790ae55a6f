"""The widget on pages that do not care about it: their styles, policies and scripts; keyboard, phone, languages."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, shown, write
from tests.browser.widget.far_side import Refused

AXE = Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js"
pytestmark = pytest.mark.requirement("R1")


def test_the_keyboard_opens_writes_and_closes(visit, far_side):
    page = visit(open_chat=False)

    page.get_by_role("button", name="Open chat").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Chat").wait_for()
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    log(page).get_by_text("Sent", exact=True).wait_for()
    page.keyboard.press("Escape")

    page.get_by_role("dialog", name="Chat").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.ariaLabel") == "Open chat"


def test_the_look_may_arrive_while_the_button_is_held_down(visit):
    page = visit(open_chat=False)
    place = page.get_by_role("button", name="Open chat").bounding_box()
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

    page.mouse.down()
    page.evaluate("document.querySelector('helpdesk-widget').say('en')")
    page.mouse.up()

    page.get_by_role("dialog", name="Chat").wait_for()


def test_the_host_page_does_not_hear_what_is_typed(visit, far_side):
    page = visit()
    page.evaluate("window.heard = []; document.addEventListener('keydown', event => heard.push(event.key))")

    page.get_by_role("textbox", name="Message").press_sequentially("secret")

    assert page.evaluate("heard") == []


@pytest.mark.parametrize(
    "style",
    [
        "* { all: unset !important }",
        "body * { display: none !important; visibility: hidden !important; font-size: 99px !important }",
        "html { font-size: 62.5% } * { position: static !important; color: red !important; --paper: red }",
        "button, textarea, dialog, div { background: red !important; width: 1000px !important; zoom: 2 }",
    ],
)
def test_a_hostile_style_sheet_does_not_reach_it(visit, far_side, style):
    expected = measures(visit(reduced_motion="reduce"))
    far_side.style = style

    page = visit(reduced_motion="reduce")

    assert measures(page) == expected


def measures(page):
    log(page).wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    return page.evaluate("""() => {
      const root = document.querySelector('helpdesk-widget').shadowRoot
      return ['dialog', '[aria-label=Send]', 'textarea', '.launcher', '.widget__who b'].map(selector => {
        const element = root.querySelector(selector)
        const {x, y, width, height} = element.getBoundingClientRect()
        const {color, backgroundColor, fontSize, display} = getComputedStyle(element)
        return [selector, ...[x, y, width, height].map(Math.round), color, backgroundColor, fontSize, display]
      }) }""")


def test_a_strict_policy_of_the_host_is_kept(visit, far_side):
    far_side.csp = (
        "default-src 'none'; script-src {origin}; connect-src {origin} ws://{origin}; img-src {origin} data:; "
        "require-trusted-types-for 'script'; report-uri /csp"
    )
    far_side.site["colours"] = {"accent": "#0a7a5c"}
    page = visit()

    write(page, "Under a policy, see https://example.com/")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets, what="the socket")
    far_side.say("Received")

    log(page).get_by_text("Received").wait_for()
    colour = log(page).get_by_text("Under a policy").evaluate("one => getComputedStyle(one).backgroundColor")
    assert colour == "rgb(10, 122, 92)"


def test_polluted_prototypes_do_not_break_it(visit, far_side):
    page = visit(
        script="""Object.prototype.method = 'DELETE'; Object.prototype.extra = {}; Object.prototype.identity = 'evil'
        Object.prototype.get = undefined; Object.prototype.credentials = 'include'; Object.prototype.closed = true
        Array.prototype.extra = () => 1; String.prototype.extra = 1; delete Object.prototype.get"""
    )

    write(page, "Still here")
    log(page).get_by_text("Sent", exact=True).wait_for()
    far_side.say("And so are we")

    log(page).get_by_text("And so are we").wait_for()
    assert far_side.stored == ["Still here"]


EVIL = [
    "<img src=x onerror=__xss()>",
    "<scr<script>ipt>__xss()</script>",
    "javascript:__xss()",
    'https://example.com/"onmouseover="__xss()',
    "{{constructor.constructor('__xss()')()}}",
    "<svg/onload=__xss()>",
    "data:text/html,<script>__xss()</script>",
]


@pytest.mark.requirement("S-01", "S-02")
def test_markup_stays_text(visit, far_side):
    far_side.site |= {
        "greeting": EVIL[0],
        "title": EVIL[0],
        "name": EVIL[1],
        "bot": {"name": EVIL[0], "photo": "javascript:__xss()"},
    }
    page = visit(script="window.__xss = () => { window.hit = true }")
    write(page, *EVIL)
    wait_until(lambda: far_side.stored == EVIL, what="the messages")
    wait_until(lambda: far_side.sockets, what="the socket")
    far_side.join(EVIL[0])
    file = {
        "key": "k",
        "name": EVIL[0],
        "size": 1,
        "type": "text/html",
        "url": "javascript:__xss()",
        "thumbnail": "javascript:__xss()",
        "image": {"width": 1, "height": 1},
    }
    far_side.say(EVIL[1], attachments=[file])

    wait_until(lambda: shown(page) == [*EVIL, EVIL[1]], what="the texts")
    assert page.evaluate("window.hit") is None
    links = page.locator("helpdesk-widget a").evaluate_all("all => all.map(one => [one.href, one.rel, one.target])")
    assert links == [["https://example.com/", "noopener noreferrer", "_blank"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing(visit, far_side, theme, width):
    page = visit(color_scheme=theme, width=width, height=780)
    write(page, "Hello, see https://example.com/")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets, what="the socket")
    far_side.join()
    far_side.say("Good morning")
    log(page).get_by_text("Good morning").wait_for()
    page.wait_for_timeout(300)

    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run('helpdesk-widget', {resultTypes: ['violations']})")

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_on_a_phone_it_is_the_whole_screen(visit, far_side):
    page = visit(width=360, height=780, has_touch=True, is_mobile=True, reduced_motion="reduce")

    box = page.get_by_role("dialog", name="Chat").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 780)
    for name in ("Send", "Attach a file", "Close chat"):
        button = page.get_by_role("button", name=name).bounding_box()
        assert min(button["width"], button["height"]) >= 44
    write(page, "From a phone")
    log(page).get_by_text("Sent", exact=True).wait_for()


@pytest.mark.requirement("R61")
@pytest.mark.parametrize("how", ["the page", "the site", "the browser"])
def test_it_speaks_russian(visit, far_side, how):
    far_side.options = 'data-language="ru"' if how == "the page" else ""
    far_side.site["language"] = "ru" if how == "the site" else ""
    page = visit(open_chat=False, locale={"the page": "en-GB", "the site": "de-DE", "the browser": "ru-RU"}[how])

    page.locator("helpdesk-widget").get_by_role("button").click()

    page.get_by_role("dialog", name="Чат").wait_for()
    page.get_by_role("textbox", name="Сообщение").fill("Здравствуйте")
    page.get_by_role("button", name="Отправить").click()
    page.get_by_role("log", name="Сообщения").get_by_text("Отправлено", exact=True).wait_for()
    page.get_by_role("button", name="Закрыть чат").click()
    wait_until(lambda: far_side.sockets, what="the socket")
    for _ in range(3):
        far_side.say("Здравствуйте")
    page.get_by_text("3 непрочитанных сообщения").wait_for()


def test_the_page_can_talk_to_it(visit, far_side):
    page = visit(open_chat=False)
    page.evaluate("""() => { window.told = []
      const events = ['open', 'close', 'unread', 'message']
      events.forEach(event => HelpdeskWidget.on(event, detail => told.push([event, detail ?? null]))) }""")

    page.evaluate("HelpdeskWidget.open({text: 'About the payment'})")
    page.get_by_role("dialog", name="Chat").wait_for()
    assert page.get_by_role("textbox", name="Message").input_value() == "About the payment"
    page.get_by_role("textbox", name="Message").press("Enter")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets and far_side.only().seen["read"] == 1, what="the socket")
    page.evaluate("HelpdeskWidget.close()")
    far_side.say("An answer")
    page.get_by_text("1 unread message").wait_for()
    page.evaluate("HelpdeskWidget.logout()")
    page.get_by_text("unread").wait_for(state="detached")

    told = page.evaluate("told")
    assert ["open", None] in told and ["close", None] in told and ["unread", 1] in told
    assert ["message", {"text": "An answer", "author": "Alice Moreau"}] in told
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    "change",
    [
        "document.body.replaceWith(document.createElement('body'))",
        "document.body.innerHTML = '<h1>The next page</h1>'",
        "document.body.replaceChildren()",
    ],
)
def test_it_lives_on_when_the_host_changes_its_body(visit, far_side, change):
    page = visit()
    write(page, "Hello")

    page.evaluate(f"() => {{ {change} }}")
    expect(page.locator("helpdesk-widget")).to_be_attached()
    write(page, "Still here")

    wait_until(lambda: far_side.stored == ["Hello", "Still here"], what="both messages")
    log(page).get_by_text("Sent", exact=True).wait_for()


def test_taken_away_by_the_page_it_stays_away(visit):
    page = visit(open_chat=False)

    page.evaluate("() => { document.querySelector('helpdesk-widget').remove() }")
    # After the moment in which it would come back.
    page.evaluate("new Promise(done => setTimeout(done))")

    expect(page.locator("helpdesk-widget")).to_have_count(0)


def test_a_site_that_is_switched_off_says_so(visit, far_side, faults):
    far_side.faults = [lambda method, path: Refused(403, "This chat is switched off.")]
    page = visit()

    page.get_by_text("This chat is switched off.").wait_for()


def test_a_script_that_does_not_load_can_be_asked_again(visit, far_side, faults):
    page = visit(open_chat=False)
    page.route("**/static/widget/app.js", lambda route: route.abort())
    page.get_by_role("button", name="Open chat").click()
    page.unroute("**/static/widget/app.js")

    page.get_by_role("button", name="Chat did not load. Press again").click()

    page.get_by_role("dialog", name="Chat").wait_for()
