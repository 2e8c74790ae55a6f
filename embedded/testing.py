"""`bin/test`: the whole test suite on private servers that go when it ends."""

import os
import shutil
import sys

from embedded.running import THROWAWAY, environment, run, say, throwaway_place
from embedded.servers import Stopped, raise_on_signals

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = "No Chromium here, so the browser tests are skipped. On Debian: apt-get install chromium; or set CHROMIUM."

# In the order of tests/conftest.py, which sorts those with a browser last and says what stays together.
# Three for two processors: many of them wait, for heartbeats, browsers and servers that come back.
SIDE_BY_SIDE = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "--durations", "25"]


def browser() -> str:
    given = os.environ.get("CHROMIUM", "")
    if given:
        return given
    return next((path for path in map(shutil.which, BROWSERS) if path), "")


def test_environment(env: dict[str, str]) -> dict[str, str]:
    chromium = browser()
    if not chromium:
        say(NO_BROWSER)
        if os.environ.get("CI"):
            raise SystemExit("On CI the browser tests must run: .ci/run installs Chromium.")
        return env
    return {**env, "CHROMIUM": chromium}


def pytest(env: dict[str, str], arguments: list[str]) -> int:
    """The whole suite in processes side by side; what is asked for by name or with options, in one."""
    return run([sys.executable, "-m", "pytest", *(arguments or SIDE_BY_SIDE)], env)


def main() -> int:
    raise_on_signals()
    try:
        with throwaway_place() as place, environment(place, THROWAWAY) as env:
            return pytest(test_environment(env), sys.argv[1:])
    except Stopped:
        say("stopped")
        return 130


if __name__ == "__main__":
    sys.exit(main())
