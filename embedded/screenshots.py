"""`bin/screenshots`: the pictures in docs/shots, taken from a demo company of their own that goes afterwards."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from embedded import story
from embedded.demo import free_port, start_programs, wait_for
from embedded.places import ROOT, Place
from embedded.preparing import prepare
from embedded.processes import wait_until
from embedded.running import THROWAWAY, environment, say, throwaway_place
from embedded.servers import Stopped, raise_on_signals
from embedded.supervisor import Supervisor
from embedded.testing import browser

SHOTS = ROOT / "docs/shots"
PORT = 8010
URL = f"http://127.0.0.1:{PORT}"
TICKET = "/desk/tickets/2041/"
# What enters has entered, and late skeletons are gone.
SETTLED = 1200


def nothing(page: Page) -> None:
    pass


def palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.get_by_role("dialog", name="Command palette").wait_for()


def canned(page: Page) -> None:
    page.get_by_role("textbox", name="Reply").fill("")
    page.get_by_role("textbox", name="Reply").press_sequentially("/")
    page.get_by_role("listbox").first.wait_for()


def note(page: Page) -> None:
    page.get_by_role("button", name="Note", exact=True).click()
    page.get_by_role("textbox", name="Note text").fill("@Bob the reversal has come in. Closing after lunch.")


def new_ticket(page: Page) -> None:
    page.keyboard.press("c")
    page.get_by_role("dialog").first.wait_for()


def chat(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Open chat|Открыть чат")).click()
    page.get_by_role("dialog").wait_for()


def late_push(page: Page) -> None:
    """The life of a notification whose push was proved after the SMS had gone."""
    page.locator(".ledger a").first.click()
    page.locator("#life").wait_for()


def drawn(page: Page) -> None:
    # Asked from outside: to ask again by itself a page would need eval, which our policy forbids.
    chart = "Boolean(globalThis.Chart?.getChart(document.querySelector('canvas')))"
    if not wait_until(lambda: page.evaluate(chart), patience=10):
        raise SystemExit("the chart is not drawn")


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at which page, what is done there first, and in what kind of browser."""

    name: str
    path: str
    who: str = ""
    act: Callable[[Page], None] = nothing
    size: tuple[int, int] = (1440, 900)
    scheme: str = "light"
    language: str = "en"


PHONE = (360, 740)
TOUR = [
    Shot("desk", TICKET, "alice"),
    Shot("desk-dark-ru", TICKET, "alice", scheme="dark", language="ru"),
    Shot("desk-1024", TICKET, "alice", size=(1024, 768)),
    Shot("desk-phone", TICKET, "alice", size=PHONE),
    Shot("desk-list-phone", "/desk/?view=all", "alice", size=PHONE),
    Shot("desk-palette", TICKET, "alice", palette),
    Shot("desk-canned", TICKET, "alice", canned),
    Shot("desk-note", TICKET, "alice", note),
    Shot("desk-new-ticket", "/desk/?view=all", "alice", new_ticket),
    Shot("desk-search", "/desk/search/?q=receipt", "alice"),
    Shot("settings-departments", "/desk/settings/departments/", "admin"),
    Shot("settings-chats", "/desk/settings/chats/1/", "admin"),
    Shot("settings-people", "/desk/settings/people/", "admin"),
    Shot("settings-canned", "/desk/settings/canned/", "admin"),
    Shot("settings-sites", "/desk/settings/sites/", "admin"),
    Shot("settings-routing", "/desk/settings/routing/2/", "admin"),
    Shot("settings-moods", "/desk/settings/moods/", "admin"),
    Shot("settings-macros", "/desk/settings/macros/", "admin"),
    Shot("board", "/analytics/", "sam"),
    Shot("board-dark-ru", "/analytics/", "sam", scheme="dark", language="ru"),
    Shot("board-phone", "/analytics/", "sam", size=PHONE),
    Shot("ledger", "/notifications/", "sam"),
    Shot("ledger-life", "/notifications/?q=Dave&outcome=late", "sam", late_push),
    Shot("ledger-life-phone", "/notifications/?q=Dave&outcome=late", "sam", late_push, size=PHONE, scheme="dark"),
    Shot("delivery", "/notifications/delivery/?period=month&by=channel", "sam", drawn),
    Shot("mailing-draft", "/notifications/mailings/3/", "admin"),
    Shot("mailing-report", "/notifications/mailings/1/", "admin"),
    Shot("reviews", "/desk/reviews/", "sam"),
    Shot("profile", "/accounts/profile/", "alice"),
    Shot("widget", "/demo/bank/", act=chat),
    Shot("widget-dark-ru", "/demo/bank/", act=chat, scheme="dark", language="ru"),
    Shot("widget-phone", "/demo/bank/", act=chat, size=PHONE),
    Shot("sign-in", "/accounts/login/"),
]


def take(shot: Shot, chromium: Browser) -> None:
    width, height = shot.size
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        locale="ru-RU" if shot.language == "ru" else "en-GB",
        timezone_id="Europe/Kyiv",
    )
    page = context.new_page()
    if shot.who:
        sign_in(page, shot.who)
    speaks_russian = shot.who and shot.language == "ru"
    if speaks_russian:
        switch_language(page)
    page.goto(URL + shot.path, wait_until="networkidle")
    shot.act(page)
    keep(page, shot.name)
    if speaks_russian:
        page.goto(f"{URL}/desk/")
        switch_language(page)
    context.close()


def switch_language(page: Page) -> None:
    """The language of the person who is signed in, from one to the other."""
    with page.expect_navigation():
        page.locator("form[action$='/language/']").first.evaluate("form => form.requestSubmit()")


def sign_in(page: Page, who: str) -> None:
    page.goto(f"{URL}/accounts/login/?next=/desk/")
    page.locator("input[name=login]").fill(f"{who}@demo.test")
    page.locator("input[name=password]").fill("demo")
    page.locator("button.button--primary").click()
    page.wait_for_url("**/desk/**", wait_until="commit")


def shoot(wanted: list[str], env: dict[str, str]) -> None:
    SHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        for shot in TOUR:
            if not wanted or shot.name in wanted:
                take(shot, chromium)
        if not wanted or "story" in wanted:
            story.told(chromium, URL, env, sign_in=sign_in, keep=keep)
        chromium.close()


def keep(page: Page, name: str) -> None:
    say(name)
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=SHOTS / f"{name}.png")


def serve_and_shoot(place: Place, env: dict[str, str], wanted: list[str]) -> None:
    env = {**env, "WORKER_POOL": "threads", "PUBLIC_URL": URL, "PORT": str(PORT), "CONSOLE_PROVIDERS": "1"}
    env["OUTGOING_ALLOWED_NETWORKS"] = "127.0.0.0/8"
    env["TEST_PROVIDERS_URL"] = f"http://127.0.0.1:{free_port()}"
    prepare(place, env, own_database=True)
    supervisor = Supervisor()
    try:
        wait_for(start_programs(supervisor, place, env), f"{URL}/")
        shoot(wanted, env)
    finally:
        supervisor.stop()


def main() -> int:
    raise_on_signals()
    try:
        with throwaway_place() as place, environment(place, THROWAWAY) as env:
            serve_and_shoot(place, env, sys.argv[1:])
    except Stopped:
        say("stopped")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
