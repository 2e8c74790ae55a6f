"""The browsers of a test run: Playwright's loop lives in this thread, and there can be only one."""

import asyncio
import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# The same engine without the windows around it: a page costs a seventh of the processor.
SHELL = shutil.which("chromium-headless-shell") or CHROMIUM
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """A loop that seems to run would disturb asyncio's own tests, and Django in all others without a browser."""
    loop = asyncio._get_running_loop()
    if loop is None or "playwright" in item.fixturenames:
        return (yield)
    asyncio._set_running_loop(None)
    try:
        return (yield)
    finally:
        asyncio._set_running_loop(loop)


@pytest.fixture(scope="session")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright):
    yield from launched(playwright, SHELL)


@pytest.fixture(scope="session")
def notifying_chromium(playwright):
    """With notifications, which the shell refuses: a file of tests about them has this as its `chromium`."""
    yield from launched(playwright, CHROMIUM)


def launched(playwright, path):
    if not Path(path).exists():
        pytest.skip("no Chromium here; .ci/run installs it")
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    loop = asyncio._get_running_loop()
    yield browser
    # The last test may have been one without a browser.
    asyncio._set_running_loop(loop)
    browser.close()
