"""The floors that the linter guards are the folders that stand here."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Programs around the product, which is on no floor of it.
OUTSIDE = {"bench", "embedded", "tests"}


def test_every_folder_of_code_has_its_floor():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    floors = [app.strip() for layer in contracts["contracts"][0]["layers"] for app in layer.split("|")]
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - OUTSIDE

    assert set(floors) == folders
    assert set(contracts["root_packages"]) == folders


def test_every_app_says_what_it_is_for():
    apps = {path.parent for path in ROOT.glob("*/apps.py")}

    assert {app.name for app in apps if not (app / "README.md").exists()} == set()
