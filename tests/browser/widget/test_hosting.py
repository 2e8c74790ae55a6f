"""What a page may ask of the widget, and what the widget leaves alone on a page."""

import base64
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, open_widget, write

pytestmark = pytest.mark.requirement("R1")

# With more weight than the star below it, which would take it back.
WAR = """
html { direction: rtl !important; font-size: 60px !important; writing-mode: vertical-rl !important }
body { transform: rotate(8deg) scale(0.4) !important; filter: blur(9px) !important; opacity: 0.2 !important }
body { overflow: hidden !important; height: 40px !important; contain: strict !important; display: block !important }
body::before { content: "" !important; position: fixed !important; inset: 0 !important; background: red !important }
body::before { z-index: 2147483647 !important }
* { all: unset !important; pointer-events: none !important; animation: none !important; letter-spacing: 9px !important }
"""


def test_a_host_at_war_leaves_it_whole(visit, far_side):
    far_side.style = WAR
    page = visit(open_chat=False, width=1280, height=800, reduced_motion="reduce")
    page.get_by_role("button", name="Open chat").wait_for()

    place = page.evaluate("""() => {
      const launcher = document.querySelector('helpdesk-widget').shadowRoot.querySelector('.launcher')
      const {x, y, width, height} = launcher.getBoundingClientRect()
      return [[x, y, width, height].map(Math.round), document.elementFromPoint(x + 28, y + 28).localName] }""")
    assert place == [[1200, 720, 56, 56], "helpdesk-widget"]
    assert painted(page)[1212, 748] == (40, 88, 205)
    open_widget(page)
    write(page, "Still readable")
    log(page).get_by_text("Sent", exact=True).wait_for()
    box = page.get_by_role("dialog", name="Chat").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (872, 136, 384, 640)
    assert painted(page)[1064, 300] == (255, 255, 255)


def painted(page):
    """What is really on the screen; Playwright's own screenshot loses its place on such a page."""
    shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"captureBeyondViewport": False})
    path = Path("test-results/widget-at-war.png")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(base64.b64decode(shot["data"]))
    return Image.open(path).convert("RGB").load()


def test_it_changes_nothing_of_the_page(visit, far_side):
    page = visit(
        open_chat=False,
        script="""window.before = new Set(["before", ...Object.getOwnPropertyNames(window)])
        window.own = [history.pushState, window.fetch, WebSocket, addEventListener, Element.prototype.attachShadow]""",
    )
    open_widget(page)
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()
    page.keyboard.press("Escape")

    found = page.evaluate("""() => {
      const copy = document.documentElement.cloneNode(true)
      copy.querySelector('helpdesk-widget').remove()
      const own = [history.pushState, window.fetch, WebSocket, addEventListener, Element.prototype.attachShadow]
      return {
        names: Object.getOwnPropertyNames(window).filter(name => !before.has(name) && name !== 'own'),
        same: own.every((one, at) => one === window.own[at]),
        sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
        body: [...copy.querySelector('body').children].map(one => one.localName),
        attributes: [...copy.attributes, ...copy.querySelector('body').attributes].map(one => one.name),
        cookies: document.cookie, title: document.title, shown: HelpdeskWidget.propertyIsEnumerable,
      } }""")
    assert found["names"] == ["HelpdeskWidget"] and found["same"]
    assert (found["sheets"], found["body"], found["attributes"]) == (0, ["h1", "script"], ["lang"])
    assert (found["cookies"], found["title"]) == ("", "Payments")


def test_before_the_click_it_keeps_nothing_and_asks_only_how_to_look(visit, far_side):
    asked = []
    page = visit(open_chat=False, script="addEventListener('beforeunload', () => {})")
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.get_by_role("button", name="Open chat").wait_for()

    outside = [url.partition("/widget/")[2] for url in asked if "localhost" in url]
    assert outside == ["v1.js", "looks/demo"]
    kept = page.evaluate("[localStorage.length, sessionStorage.length, indexedDB.databases().then(all => all.length)]")
    assert kept[:2] == [0, 0]


def test_the_keys_of_the_page_work_while_the_chat_is_open(visit, far_side):
    page = visit()
    page.evaluate("""() => { window.heard = []
      document.addEventListener('keydown', event => heard.push(event.key))
      document.body.append(document.createElement('textarea')) }""")

    page.locator("body > textarea").focus()
    page.keyboard.type("ab")
    page.keyboard.press("Escape")

    assert page.evaluate("heard") == ["a", "b", "Escape"]
    assert page.locator("body > textarea").input_value() == "ab"
    assert page.get_by_role("dialog", name="Chat").is_visible()


CALLED_EARLY = """window.told = []
window.HelpdeskWidget = { q: [
  ["on", "ready", () => told.push("ready")], ["on", "identity", who => told.push(["identity", who.verified])],
  ["on", "open", () => { throw new TypeError("of the page's own") }], ["on", "open", () => told.push("open")],
  ["ask", { text: "About the payment" }], ["nonsense", 1], ["toString"],
] }"""


def test_what_was_asked_before_it_came_is_done_when_it_comes(visit, far_side, watch):
    watch.tolerated = ("of the page's own",)
    page = visit(open_chat=False, script=CALLED_EARLY)

    page.get_by_role("dialog", name="Chat").wait_for()
    assert page.get_by_role("textbox", name="Message").input_value() == "About the payment"
    wait_until(lambda: "open" in page.evaluate("told"), what="the event")
    assert page.evaluate("told[0]") == "ready"
    assert watch.complaints and "of the page's own" in watch.complaints[0]


def test_listeners_come_and_go(visit, far_side):
    page = visit(open_chat=False)
    page.evaluate("""() => { window.told = []
      const hear = word => () => told.push(word)
      window.third = hear('third')
      HelpdeskWidget.on('ready', hear('late'))
      HelpdeskWidget.on('open', hear('first'))
      const undo = HelpdeskWidget.on('open', hear('second'))
      HelpdeskWidget.on('open', third)
      undo()
      HelpdeskWidget.off('open', third)
      HelpdeskWidget.off('nothing', third)
      HelpdeskWidget.q.push(['open'], ['on', 'close', hear('closed')]) }""")
    page.get_by_role("dialog", name="Chat").wait_for()
    page.evaluate("HelpdeskWidget.close()")
    page.get_by_role("dialog", name="Chat").wait_for(state="hidden")

    assert page.evaluate("told") == ["late", "first", "closed"]


def test_the_button_wears_the_sites_look_before_it_is_pressed(visit, far_side):
    far_side.site |= {
        "colours": {"accent": "#0a7a5c", "ink-on-accent": "#ffffff"}, "position": "start", "labels": {"en": "Ask us"}
    }  # fmt: skip
    page = visit(open_chat=False)

    button = page.get_by_role("button", name="Ask us")
    button.wait_for()
    assert button.bounding_box()["x"] == 24
    expect(button).to_have_css("background-color", "rgb(10, 122, 92)")
    button.click()
    assert page.get_by_role("dialog", name="Chat").bounding_box()["x"] == 24
