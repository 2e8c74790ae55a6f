"""Checks the message catalogues: no string of the code is missing, none is fuzzy, each is compiled as it stands."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from embedded.places import ROOT

Key = tuple[str, str]


def complaints(source: Path, extracted: set[Key] | None) -> Iterator[str]:
    catalogue = polib.pofile(str(source))
    name = source.relative_to(ROOT)
    for entry in catalogue.untranslated_entries() if source.parent.parent.name != "en" else ():
        yield f"{name}:{entry.linenum}: not translated: {entry.msgid!r}"
    for entry in catalogue.fuzzy_entries():
        yield f"{name}:{entry.linenum}: fuzzy: {entry.msgid!r}"
    for _, text in sorted((extracted or set()) - _keys(catalogue)):
        yield f"{name}: not in the catalogue: {text!r}"
    yield from _compiled(source, catalogue)


def _compiled(source: Path, catalogue: polib.POFile) -> Iterator[str]:
    compiled = source.with_suffix(".mo")
    name = compiled.relative_to(ROOT)
    if not compiled.exists():
        yield f"{name} is missing: bin/manage compilemessages"
    elif _messages(polib.mofile(str(compiled))) != _messages(catalogue):
        yield f"{name} is older than its source: bin/manage compilemessages"


def _keys(catalogue: polib.POFile) -> set[Key]:
    return {(entry.msgctxt or "", entry.msgid) for entry in catalogue if not entry.obsolete}


def _messages(catalogue: polib.POFile | polib.MOFile) -> dict[Key, object]:
    entries = [entry for entry in catalogue if not entry.obsolete and entry.translated()]
    return {(entry.msgctxt or "", entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in entries}


def extract(language: str) -> dict[str, set[Key]] | None:
    """What the code says now, by catalogue, read from a copy of the repository's files; None without gettext."""
    if not shutil.which("xgettext"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy_sources(copy)
        for domain in ("django", "djangojs"):
            command = [sys.executable, "manage.py", "makemessages", "-l", language, "-d", domain, "--no-obsolete"]
            done = subprocess.run(command, cwd=copy, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(f"makemessages failed:\n{done.stdout}{done.stderr}")
        made = copy.glob(f"locale/{language}/LC_MESSAGES/*.po")
        return {path.name: _keys(polib.pofile(str(path))) for path in made}


def _copy_sources(target: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("tests/", "docs/", "bench/", "locale/")):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    (target / "locale").mkdir(exist_ok=True)


def main() -> int:
    sources = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    said = {language: extract(language) for language in {source.parent.parent.name for source in sources}}
    found: list[str] = []
    for source in sources:
        extracted = said[source.parent.parent.name]
        found += complaints(source, extracted.get(source.name) if extracted is not None else None)
    print("\n".join(found) or f"{len(sources)} catalogues, compiled and complete")
    return 1 if found or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
