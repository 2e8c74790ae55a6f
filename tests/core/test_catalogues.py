"""The message catalogues: whole, translated, compiled, and the same words in the widget."""

import gettext
import json
import re
import shutil

import polib
import pytest
from django.utils.translation import gettext as say
from django.utils.translation import ngettext, override, pgettext

from embedded import catalogues, translations

CATALOGUES = catalogues.catalogues()
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
# «вы» has no capital but at the beginning of a sentence.
POLITE = re.compile(r"[а-яё,»] (?:Вы|Вас|Вам|Вами|Ваш\w*)\b")
# The same in every language, or a pattern of a date.
SAME = {"E-mail", "Heron Bank", "e-mail", "SMS", "j F", "j M"}


@pytest.fixture(params=CATALOGUES, ids=catalogues.language_of)
def source(request):
    return request.param


@pytest.fixture
def catalogue(source):
    return polib.pofile(str(source))


def test_russian_is_there():
    assert "ru" in map(catalogues.language_of, CATALOGUES)


def test_nothing_is_untranslated_fuzzy_or_left_over(catalogue):
    assert not catalogue.untranslated_entries()
    assert not catalogue.fuzzy_entries()
    assert not catalogue.obsolete_entries()


def test_places_for_values_stand_on_both_sides(catalogue):
    assert not [entry.msgid for entry in catalogue if translations.misplaced(entry)]


def test_a_lost_place_is_noticed():
    whole = polib.POEntry(msgid="%(name)s has it", msgstr="ведёт %(name)s")
    lost = polib.POEntry(msgid="{name} is here", msgstr="{nam} здесь")
    plural = polib.POEntry(msgid="one file", msgid_plural="%(n)s files", msgstr_plural={0: "%(n)s файл", 1: "файла"})

    assert not translations.misplaced(whole)
    assert translations.misplaced(lost) == {"{name}", "{nam}"}
    assert translations.misplaced(plural) == {"%(n)s"}


def test_each_plural_has_all_its_forms(source, catalogue):
    expected = set(range(len(catalogues.FORMS[catalogues.language_of(source)])))

    for entry in catalogue:
        if entry.msgid_plural:
            assert set(entry.msgstr_plural) == expected, entry.msgid


def test_lines_spaces_and_full_stops_agree(catalogue):
    for entry in catalogue:
        for form in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert _edges(form) == _edges(entry.msgid), entry.msgid


def _edges(text):
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :], text.rstrip().endswith((".", ":", "?"))


def test_russian_is_written_in_russian(catalogue):
    for entry in catalogue:
        for form in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert CYRILLIC.search(form) or entry.msgid in SAME, entry.msgid
            assert not POLITE.search(form), form


def test_what_is_compiled_says_what_the_source_says(source, catalogue):
    with source.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for entry in catalogue:
        if not entry.msgid_plural:
            spoken = compiled.pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else compiled.gettext(entry.msgid)
            assert spoken == entry.msgstr


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_the_catalogue_has_every_message_of_the_code_and_no_other(source):
    said = translations.keys(catalogues.extracted(catalogues.language_of(source)))

    assert not list(translations.complaints(source, said))


def test_the_widgets_dictionaries_come_from_the_catalogue():
    assert not list(translations.stale_dictionaries())


def test_the_widgets_dictionaries_have_the_same_keys_in_every_language():
    words = [json.loads(text) for text in catalogues.dictionaries().values()]

    assert len(words) == 2
    assert words[0].keys() == words[1].keys()


def test_the_widget_counts_as_the_browser_does():
    word = json.loads(catalogues.dictionaries()[catalogues.WIDGET / "locale/ru.json"])["{count} unread messages"]

    assert set(word) == {"one", "few", "many", "other"}


def test_django_speaks_from_it():
    with override("ru"):
        assert say("Take") == "Взять"
        assert pgettext("ticket", "New") == "Новое"
        spoken = [ngettext("%(count)s open", "%(count)s open", n) % {"count": n} for n in (1, 2, 5, 21)]

    assert spoken == ["1 открытое", "2 открытых", "5 открытых", "21 открытое"]
