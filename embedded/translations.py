"""Checks the message catalogues: nothing the code says is missing or untranslated, and what is compiled is fresh."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from embedded.catalogues import Key, catalogues, dictionaries, extracted, language_of
from embedded.places import ROOT

# Two signs are one that is meant, and no place.
PLACES = re.compile(r"%%|%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{\w*\}")


def complaints(source: Path, said: set[Key] | None) -> Iterator[str]:
    """`said` is what the code says now; None where gettext is not installed."""
    catalogue = polib.pofile(str(source))
    name = source.relative_to(ROOT)
    for entry in catalogue.untranslated_entries():
        yield f"{name}:{entry.linenum}: not translated: {entry.msgid!r}"
    for entry in catalogue.fuzzy_entries():
        yield f"{name}:{entry.linenum}: fuzzy: {entry.msgid!r}"
    for entry in catalogue.translated_entries():
        if lost := sorted(misplaced(entry)):
            yield f"{name}:{entry.linenum}: {', '.join(lost)} not on both sides: {entry.msgid!r}"
    if said is not None:
        yield from _apart(name, keys(catalogue), said)
    yield from _compiled(source, catalogue)


def misplaced(entry: polib.POEntry) -> set[str]:
    """Places for values that stand on one side only; a plural's singular may do without its number."""
    wanted = set(PLACES.findall(entry.msgid_plural or entry.msgid))
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return set().union(*(wanted ^ set(PLACES.findall(form)) for form in forms))


def _apart(name: Path, known: set[Key], said: set[Key]) -> Iterator[str]:
    for _, text in sorted(said - known):
        yield f"{name}: not in the catalogue, run bin/catalogues: {text!r}"
    for _, text in sorted(known - said):
        yield f"{name}: said nowhere any more, run bin/catalogues: {text!r}"


def _compiled(source: Path, catalogue: polib.POFile) -> Iterator[str]:
    compiled = source.with_suffix(".mo")
    name = compiled.relative_to(ROOT)
    if not compiled.exists():
        yield f"{name} is missing, run bin/catalogues"
    elif _messages(polib.mofile(str(compiled))) != _messages(catalogue):
        yield f"{name} is older than its source, run bin/catalogues"


def keys(catalogue: polib.POFile) -> set[Key]:
    return {(entry.msgctxt or "", entry.msgid) for entry in catalogue if not entry.obsolete}


def _messages(catalogue: polib.POFile | polib.MOFile) -> dict[Key, object]:
    """Of both kinds of file; the compiled one leaves out what is not translated."""
    entries = [
        entry for entry in catalogue if not entry.obsolete and (entry.msgstr or any(entry.msgstr_plural.values()))
    ]
    return {(entry.msgctxt or "", entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in entries}


def stale_dictionaries() -> Iterator[str]:
    for path, text in dictionaries().items():
        if not path.exists() or path.read_text() != text:
            yield f"{path.relative_to(ROOT)} is older than the catalogue, run bin/catalogues"


def main() -> int:
    found: list[str] = []
    for source in catalogues():
        said = keys(extracted(language_of(source))) if shutil.which("xgettext") else None
        found += complaints(source, said)
    found += stale_dictionaries()
    print("\n".join(found) or f"{len(catalogues())} catalogue, compiled and complete, and the widget's words from it")
    return 1 if found or not catalogues() else 0


if __name__ == "__main__":
    sys.exit(main())
