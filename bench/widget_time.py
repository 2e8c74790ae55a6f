"""How long the widget keeps a page's main thread before anybody presses its button, on a processor four times slower."""

import os
import sys
from pathlib import Path

from bench import company
from bench.printing import figure, median
from bench.serving import product

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# A page of another origin than the script's; it is never asked of the server.
HOST = "http://localhost:{port}/host"
# A page made up here may ask this machine for the script.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
FLAGS.append("--disable-features=LocalNetworkAccessChecks")
SLOWER, LOADS = 4, 15
PAGE = "<!doctype html><html lang=en><title>Host</title><link rel=icon href='data:,'><body><h1>Payments</h1>{script}"
SCRIPT = '<script src="http://127.0.0.1:{port}/widget/v1.js" data-site="{key}" async></script>'
# Long enough for what the script leaves for later; a page without it does nothing then.
SETTLES = 600
WORK = ("ScriptDuration", "V8CompileDuration", "RecalcStyleDuration", "LayoutDuration")


def before_the_click() -> None:
    """Prints `widget-time`: what loading the page costs with the script, less what it costs without."""
    if not Path(CHROMIUM).exists():
        print("widget-time needs Chromium; set CHROMIUM to where it is.", file=sys.stderr)
        return
    site = company.site()
    with product() as (port, _process), _page() as (page, devtools):
        host = HOST.format(port=port)
        pages = [PAGE.format(script=script) for script in ("", SCRIPT.format(port=port, key=site.key))]
        loads = [[_cost(page, devtools, host, html) for html in pages] for _ in range(LOADS)]
    spent = [with_widget - bare for bare, with_widget in loads]
    # The first load fills the caches, as the first page of a visit does.
    figure("widget-time", median(spent), "ms", n=LOADS, first=round(spent[0], 2), slower=SLOWER)


class _page:
    """A page of a host that is not there, in a slow browser of its own."""

    def __enter__(self):
        from playwright.sync_api import sync_playwright

        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = self.browser.new_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return page, devtools

    def __exit__(self, *_):
        self.browser.close()
        self.playwright.stop()


def _cost(page, devtools, host: str, html: str) -> float:
    """Milliseconds of script, styles and layout from the beginning of a page until it has come to rest."""
    page.unroute_all()
    page.route(host, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(host)
    # Nothing is asked of the page meanwhile: a question to it would be counted as its work.
    page.wait_for_timeout(SETTLES)
    metrics = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
    if "<script" in html and not page.locator("helpdesk-widget").count():
        raise SystemExit("the widget did not come to the page")
    return sum(metrics[name] for name in WORK) * 1000
