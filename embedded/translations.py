"""Checks the message catalogues: each is compiled as its source says, and no message is missing or fuzzy."""

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from embedded.places import ROOT


def complaints(source: Path) -> Iterator[str]:
    compiled = source.with_suffix(".mo")
    catalogue = polib.pofile(str(source))
    name = source.relative_to(ROOT)
    for entry in catalogue.untranslated_entries():
        yield f"{name}:{entry.linenum}: not translated: {entry.msgid!r}"
    for entry in catalogue.fuzzy_entries():
        yield f"{name}:{entry.linenum}: fuzzy: {entry.msgid!r}"
    if not compiled.exists():
        yield f"{compiled.relative_to(ROOT)} is missing: manage.py compilemessages"
    elif _messages(polib.mofile(str(compiled))) != _messages(catalogue):
        yield f"{compiled.relative_to(ROOT)} is older than its source: manage.py compilemessages"


def _messages(catalogue: polib.POFile | polib.MOFile) -> dict[tuple[str, str], object]:
    entries = [entry for entry in catalogue if not entry.obsolete and entry.translated()]
    return {(entry.msgctxt or "", entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in entries}


def main() -> int:
    sources = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    found = [complaint for source in sources for complaint in complaints(source)]
    print("\n".join(found) or f"{len(sources)} catalogues compiled and complete")
    return 1 if found or not sources else 0


if __name__ == "__main__":
    sys.exit(main())
