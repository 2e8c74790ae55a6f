"""`pytest --requirements`: for each requirement its tests, and whether they pass.

Rows of the fault and abuse plan (S, L, F, P) are named by a mark as well, or by the docstring of the test or its file.
"""

import re
from collections import defaultdict

import pytest

ROW = re.compile(r"\b[SLFP]-\d\d\b")
_tests: dict[str, list[str]] = defaultdict(list)
_outcomes: dict[str, str] = {}


def pytest_addoption(parser):
    parser.addoption("--requirements", action="store_true", help="list each requirement with its tests and outcomes")


def pytest_collection_modifyitems(config, items):
    for item in items:
        for number in _proved_by(item):
            _tests[number].append(item.nodeid)


def _proved_by(item) -> list[str]:
    marked = [number for mark in item.iter_markers("requirement") for number in mark.args]
    told = [ROW.findall(thing.__doc__ or "") for thing in (item.module, item.function)]
    return list(dict.fromkeys([*marked, *told[0], *told[1]]))


@pytest.hookimpl
def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        _outcomes[report.nodeid] = report.outcome


def pytest_terminal_summary(terminalreporter, config):
    if not config.getoption("requirements"):
        return
    terminalreporter.section("requirements")
    for number in sorted(_tests, key=_rank):
        outcomes = [(test, _outcomes.get(test, "not run")) for test in _tests[number]]
        whole = "passes" if all(outcome == "passed" for _, outcome in outcomes) else "FAILS"
        terminalreporter.line(f"{number} {whole}")
        for test, outcome in outcomes:
            terminalreporter.line(f"    {outcome:8} {test}")


def _rank(number: str):
    return (number[0], int(number[1:].split("-")[-1])) if number[1:].lstrip("-").isdigit() else (number, 0)
