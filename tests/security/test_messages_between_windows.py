"""S-30, S-47: what other windows and addresses say to our pages is not heard; nothing is shouted to all windows."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from chat.models import Site
from tests.security.test_markup_in_browsers import host_site, watched, web  # noqa: F401

SCRIPTS = [
    path
    for folder in ("static/js", "static/widget", "static/demo")
    for path in Path(settings.BASE_DIR, folder).rglob("*.js")
]

# The preview of a site's settings stands in a sandboxed frame: its origin is opaque, so only "*" reaches
# it, and it hears nobody but the window it stands in. What is said are the words of the form that the admin fills in.
PREVIEW, PREVIEWS = "preview.js", "site-preview.js"


def test_the_preview_hears_its_own_window_alone():
    _before, heard = Path(settings.BASE_DIR, "static/demo", PREVIEW).read_text().split('addEventListener("message"')
    assert heard.splitlines()[1].strip() == "if (source !== parent) return"


def test_no_script_of_ours_listens_to_windows_or_shouts():
    listening = re.compile(
        r"""(?:window|self|globalThis|\b)(?<![.\w#?])(?:addEventListener\(\s*["']message|onmessage\s*=(?!=))"""
    )
    for path in SCRIPTS:
        source = path.read_text()
        for line in source.splitlines():
            # A socket's and a channel's messages come from our server and from tabs of the same origin.
            heard = listening.search(line) and not re.search(r"#?(?:socket|channel)\b", line)
            assert not heard or path.name == PREVIEW, (path.name, line)
            shouted = re.search(r"postMessage\([^)]*[\"']\*[\"']", line)
            assert not shouted or path.name == PREVIEWS, (path.name, line)
        for dangerous in ("eval(", "new Function", "document.write", "javascript:", "document.domain"):
            assert dangerous not in source, (path.name, dangerous)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_forged_messages_change_nothing(cards, watched, host_site, web):  # noqa: F811
    Site.objects.create(name="Heron", key="heron-bank-demo", origins=[host_site.url], department=cards)
    host_site.embed(web.url, "heron-bank-demo")
    page = watched().page
    page.goto(host_site.url)
    page.get_by_role("button", name="Open chat").wait_for()
    before = page.evaluate("document.documentElement.outerHTML")
    page.evaluate("""() => {
        const forged = ["open", "close", "hello", "token", "message", "identify", "logout", "eval"]
        const html = "<img src=x onerror=__xss(1)>"
        for (const kind of forged)
            for (const data of [kind, { type: kind }, { event: kind, kind, data: { token: "x", html } },
                                JSON.stringify({ type: kind }), { __proto__: { polluted: 1 } }])
                postMessage(data, "*")
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.outerHTML") == before
    assert page.get_by_role("dialog", name="Chat").count() == 0


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_address_does_not_reach_into_prototypes(cards, watched, host_site, web, alice):  # noqa: F811
    browser = watched()
    browser.sign_in(web.url, alice)
    query = (
        "?__proto__[polluted]=1&constructor[prototype][polluted]=1&__proto__.polluted=1&view=__proto__#__proto__[p]=1"
    )
    for path in ("/desk/", "/", "/accounts/profile/"):
        browser.page.goto(f"{web.url}{path}{query}")
        assert browser.page.evaluate("({}).polluted === undefined && [].polluted === undefined")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_no_other_page_can_frame_or_hold_ours(watched, host_site, web, chromium):  # noqa: F811
    context = chromium.new_context()
    page = context.new_page()
    host_site.page = f"<!doctype html><iframe src='{web.url}/accounts/login/'></iframe>"
    page.goto(host_site.url)
    page.wait_for_timeout(500)
    [frame] = [frame for frame in page.frames if frame.parent_frame]
    assert frame.locator("input").count() == 0
    with page.expect_popup() as opened:
        page.evaluate(f"window.held = window.open('{web.url}/accounts/login/')")
    opened.value.wait_for_load_state()
    assert page.evaluate("held.closed || held.window === null || held.closed === undefined")
    context.close()
