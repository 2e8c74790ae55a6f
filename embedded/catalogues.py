"""The message catalogues: one `django.po` a language, read from the code, the pages and the widget, and compiled.

The widget's sentences stand in it under the context "widget"; its dictionaries are written from there.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from embedded.places import ROOT

SOURCES = ROOT / "locale"
WIDGET = ROOT / "static/widget"
CONTEXT = "widget"
SENTENCE = re.compile(r'\bt\(\s*("(?:[^"\\]|\\.)*")')
PLURAL = re.compile(r'\bn\(\s*("(?:[^"\\]|\\.)*"),\s*("(?:[^"\\]|\\.)*")')
# As Django's own catalogues count in Russian, and under the names that Intl.PluralRules gives.
FORMS = {"ru": ("one", "few", "many", "other")}
ELSEWHERE = ("tests/", "docs/", "bench/", "locale/")

Key = tuple[str, str]


def catalogues() -> list[Path]:
    return sorted(SOURCES.glob("*/LC_MESSAGES/django.po"))


def language_of(source: Path) -> str:
    return source.parent.parent.name


def extracted(language: str) -> polib.POFile:
    """What the code and the widget say now; translations are not in it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy_sources(copy)
        made = copy / "locale" / language / "LC_MESSAGES" / "django.po"
        command = [sys.executable, "-m", "django", "makemessages", "-l", language, "--add-location", "file"]
        # Without settings: the words of the code ask for no database and no keys.
        env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"makemessages failed; it needs gettext:\n{done.stdout}{done.stderr}")
        found = polib.pofile(str(made))
    found.extend(widget_entries())
    return found


def _copy_sources(target: Path) -> None:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(ELSEWHERE):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    (target / "locale").mkdir(exist_ok=True)


def widget_entries() -> list[polib.POEntry]:
    found: dict[str, polib.POEntry] = {}
    for path in sorted(WIDGET.glob("*.js")):
        script = path.read_text()
        pairs = [(json.loads(one), json.loads(other)) for one, other in PLURAL.findall(script)]
        for text, plural in [*((json.loads(text), "") for text in SENTENCE.findall(script)), *pairs]:
            entry = found.setdefault(text, polib.POEntry(msgctxt=CONTEXT, msgid=text, msgid_plural=plural))
            place = (str(path.relative_to(ROOT)), "")
            entry.occurrences += [place] if place not in entry.occurrences else []
    return sorted(found.values(), key=lambda entry: entry.msgid)


def dictionary(language: str, entries: list[polib.POEntry]) -> str:
    """The widget's words as its own files hold them; English is its own translation."""
    words = dict(_word(language, entry) for entry in entries if entry.msgctxt == CONTEXT and not entry.obsolete)
    return json.dumps(words, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _word(language: str, entry: polib.POEntry) -> tuple[str, str | dict[str, str]]:
    if language == "en":
        forms = {"one": entry.msgid, "other": entry.msgid_plural}
        return (entry.msgid_plural, forms) if entry.msgid_plural else (entry.msgid, entry.msgid)
    if entry.msgid_plural:
        return entry.msgid_plural, {form: entry.msgstr_plural[place] for place, form in enumerate(FORMS[language])}
    return entry.msgid, entry.msgstr


def dictionaries() -> dict[Path, str]:
    """What each of the widget's files should hold."""
    texts = {"en": dictionary("en", widget_entries())}
    texts |= {
        language_of(source): dictionary(language_of(source), polib.pofile(str(source))) for source in catalogues()
    }
    return {WIDGET / "locale" / f"{language}.json": text for language, text in texts.items()}


def update(source: Path) -> polib.POFile:
    """Bring in new messages, untranslated, and let go of those that nobody says any more."""
    catalogue = polib.pofile(str(source), wrapwidth=120)
    catalogue.merge(extracted(language_of(source)))
    for entry in catalogue.obsolete_entries():
        catalogue.remove(entry)
    catalogue.sort(key=lambda entry: (entry.occurrences, entry.msgctxt or "", entry.msgid))
    catalogue.save()
    catalogue.save_as_mofile(str(source.with_suffix(".mo")))
    return catalogue


def main() -> int:
    missing = 0
    for source in catalogues():
        catalogue = update(source)
        missing += len(catalogue.untranslated_entries())
        for entry in catalogue.untranslated_entries():
            print(f"{source.relative_to(ROOT)}:{entry.linenum}: not translated: {entry.msgid!r}")
    if missing:
        return 1
    for path, text in dictionaries().items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
