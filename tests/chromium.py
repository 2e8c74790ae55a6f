"""The browsers of a test run: Playwright's loop lives in this thread, and there can be only one."""

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
    yield browser
    browser.close()
