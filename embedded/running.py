"""Runs one command with embedded servers around it: the tests, the checks, the bench."""

import fcntl
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from embedded import processes
from embedded.places import ROOT, Place
from embedded.servers import Stopped, embedded, ignore_signals, lock, variables
from embedded.supervisor import stop_together

# A test's data may go with the machine's power, never with a killed process: nothing else is given up here.
# Two processes of tests, each with servers and pools of its own, and tests of races that fill theirs.
THROWAWAY = {"fsync": "off", "max_connections": "300"}
PREFIX = "helpdesk-test-"


@contextmanager
def environment(place: Place, settings: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    """The variables of a helpdesk in this place, its servers running while the block does."""
    with lock(place):
        chosen = embedded(place, settings)
        try:
            for server in chosen:
                server.start()
            yield variables(place, chosen)
        finally:
            ignore_signals()
            stop_together(list(chosen), patience=6)


@contextmanager
def throwaway_place() -> Iterator[Place]:
    """A place that goes when the block ends, and with it those that killed runs left behind."""
    folder = Path("/var/tmp")
    for old in folder.glob(f"{PREFIX}*"):
        _remove_if_forgotten(Place(old))
    place = Place(Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder)))
    try:
        yield place
    finally:
        _remove(place)


def _remove_if_forgotten(place: Place) -> None:
    try:
        with (place.data / "lock").open() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    _remove(place)


def _remove(place: Place) -> None:
    shutil.rmtree(place.sockets, ignore_errors=True)
    shutil.rmtree(place.data, ignore_errors=True)


def run(command: Sequence[str | Path], env: dict[str, str]) -> int:
    """In our terminal and group, so that Ctrl-C reaches it as well; it goes with us in any case."""
    process = subprocess.Popen([str(part) for part in command], env=env, cwd=ROOT, preexec_fn=processes.leash())
    try:
        return process.wait()
    except Stopped:
        _let_finish(process)
        raise


def _let_finish(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(8)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
