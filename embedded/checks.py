"""`bin/ci`: every check that a machine can make, each named and timed; the tests come last."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from embedded.places import ROOT
from embedded.running import THROWAWAY, environment, run, say, throwaway_place
from embedded.servers import Stopped, raise_on_signals
from embedded.testing import pytest, test_environment

PROGRAMS = Path(sys.executable).parent
STEPS: dict[str, list[str | Path]] = {
    "format": [PROGRAMS / "ruff", "format", "--check", "."],
    "lint": [PROGRAMS / "ruff", "check", "."],
    "types": [PROGRAMS / "mypy", "."],
    "floors": [PROGRAMS / "lint-imports"],
    "migrations": [sys.executable, ROOT / "manage.py", "makemigrations", "--check", "--dry-run"],
    "system": [sys.executable, ROOT / "manage.py", "check", "--fail-level", "WARNING"],
    "templates": [PROGRAMS / "djlint", "templates", "--lint", "--quiet"],
    "translations": [sys.executable, "-m", "embedded.translations"],
}


@dataclass(frozen=True)
class Outcome:
    name: str
    code: int
    seconds: float

    def __str__(self) -> str:
        return f"{'ok' if self.code == 0 else 'FAILED':>8}  {self.name:<13} {self.seconds:6.1f} s"


def step(name: str, command: list[str | Path], env: dict[str, str]) -> Outcome:
    say(f"\n--- {name}: {' '.join(Path(str(part)).name for part in command)}")
    began = time.monotonic()
    return Outcome(name, run(command, env), time.monotonic() - began)


def tests(env: dict[str, str], arguments: list[str]) -> Outcome:
    say(f"\n--- tests: pytest {' '.join(arguments)}")
    began = time.monotonic()
    return Outcome("tests", pytest(test_environment(env), arguments), time.monotonic() - began)


def main() -> int:
    raise_on_signals()
    try:
        with throwaway_place() as place, environment(place, THROWAWAY) as env:
            outcomes = [step(name, command, env) for name, command in STEPS.items()]
            outcomes.append(tests(env, sys.argv[1:]))
    except Stopped:
        say("stopped")
        return 130
    say("\n" + "\n".join(map(str, outcomes)))
    failed = [outcome.name for outcome in outcomes if outcome.code]
    say(f"\nfailed: {', '.join(failed)}" if failed else "\nall good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
