"""The floors that the linter guards are the folders that stand here."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Programs around the product, which is on no floor of it.
OUTSIDE = {"bench", "embedded", "tests"}


def _folders_of_code() -> set[str]:
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - OUTSIDE


def test_every_folder_of_code_has_its_floor():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    floors = [app.strip() for layer in contracts["contracts"][0]["layers"] for app in layer.split("|")]
    folders = _folders_of_code()

    assert set(floors) == folders
    assert set(contracts["root_packages"]) == folders


def test_every_app_says_what_it_is_for():
    apps = {path.parent for path in ROOT.glob("*/apps.py")}

    assert {app.name for app in apps if not (app / "README.md").exists()} == set()


@pytest.mark.requirement("L-01", "L-02", "L-03")
def test_nothing_waits_in_the_broker():
    """What must happen later is a due row: a broker forgets it, repeats it, or brings it an hour late."""
    later = re.compile(r"\bcountdown=|\beta=|\bapply_async\(|\bsend_task\(|\.delay\(|crontab\(")
    code = [path for path in ROOT.glob("*/**/*.py") if path.relative_to(ROOT).parts[0] in _folders_of_code()]

    assert len(code) > 100
    assert [str(path) for path in code if later.search(path.read_text())] == []
