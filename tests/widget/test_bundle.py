"""The widget's weight, its one file, its dictionaries."""

import gzip
import json
import re
from pathlib import Path

import pytest

from chat.widget_bundle import PARTS, NameTwice, bundled, in_order, light, part

FOLDER = Path(__file__).parents[2] / "static/widget"
SENTENCE = re.compile(r'\b(?:t|words\.t)\("([^"]+)"')
DIGEST = "0123456789abcdef"
PLURAL = re.compile(r'words\.n\("[^"]+", "([^"]+)"')


def read(name):
    return (FOLDER / f"{name}.js").read_text()


def weight(text):
    return len(gzip.compress(text.encode(), 9))


@pytest.mark.requirement("R1")
def test_the_loader_weighs_at_most_8_kb_and_the_first_open_at_most_25():
    loader = weight(light(read("v1")))
    app = weight(bundled(read, address="/static/widget/app.js", digest=DIGEST))

    assert loader <= 8_000
    assert loader + app <= 25_000


def test_the_bundle_holds_every_module_and_no_import():
    bundle = bundled(read, address="/static/widget/app.js", digest=DIGEST)

    assert set(in_order("app", read)) == {path.stem for path in FOLDER.glob("*.js")} - {"v1", *PARTS}
    assert "import {" not in bundle
    assert bundle.count("\nexport ") == 1
    assert 'new URL("/static/widget/app.js", import.meta.url)' in bundle


@pytest.mark.requirement("R3")
@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_small_and_takes_from_the_bundle_what_it_needs(name):
    bundle = bundled(read, address="/static/widget/app.js", digest=DIGEST)
    script = part(name, read, digest=DIGEST)

    assert weight(script) <= 6_000
    [names] = re.findall(rf'^import \{{ (.+) \}} from "./app-{DIGEST}.js"$', script, re.MULTILINE) or [""]
    lent = re.search(r"^export \{ (.+) \}$", bundle, re.MULTILINE)[1]
    assert set(names.split(", ")) - {""} <= set(lent.split(", "))
    assert f"`./${{name}}-{DIGEST}.js${{again}}`" in bundle


def test_what_is_lighter_means_the_same():
    source = (
        "// Why.\nclass A {\n  #count = 1\n  get #half() {\n    return this.#count / 2 + 1\n  }\n"
        '  say(a, b) {\n    return `${a ? "x : y" : ` - ${b} `} { z }` + "#count, {b}" + "#fff"\n  }\n}\n'
        'const names = { "class": a ? "b" : "const", "aria-label": 1, "type": "button" }\n'
        "const PATTERN = /[,;] /g\n"
        "const css = `\n.a { color: red; }\n  .b > c, .d { margin: 0 1px; opacity: 0.5; }\n`\n"
    )

    assert light(source) == (
        "class A{#a=1\nget #b(){return this.#a/2+1}\n"
        'say(a,b){return `${a ? "x : y" : ` - ${b} `} { z }`+"#count, {b}"+"#fff"}}\n'
        'let names={class:a?"b":"const","aria-label":1,type:"button"}\n'
        "let PATTERN=/[,;] /g\nlet css=`\n.a{color:red}.b>c,.d{margin:0 1px;opacity:.5}`\n"
    )


def test_a_name_used_twice_is_refused():
    modules = {"app": 'import { a } from "./b.js"\nconst SIZE = 1\n', "b": "export const SIZE = 2\n"}

    with pytest.raises(NameTwice, match=r"SIZE stands at the top of b\.js and of app\.js"):
        bundled(modules.__getitem__, address="/", digest=DIGEST)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_dictionary_has_every_sentence_and_no_other(language):
    sources = "".join([*in_order("app", read).values(), *map(read, PARTS)])
    sentences = set(SENTENCE.findall(sources)) | set(PLURAL.findall(sources))

    dictionary = json.loads((FOLDER / f"locale/{language}.json").read_text())

    assert set(dictionary) == sentences
    assert all(dictionary.values())


def test_translations_keep_the_places_of_values():
    for sentence, translation in json.loads((FOLDER / "locale/ru.json").read_text()).items():
        forms = translation.values() if isinstance(translation, dict) else [translation]
        for form in forms:
            assert set(re.findall(r"\{\w+\}", form)) == set(re.findall(r"\{\w+\}", sentence)), sentence


def test_nothing_writes_markup_or_touches_the_host():
    sources = "".join(path.read_text() for path in FOLDER.glob("*.js"))

    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        'setAttribute("style"',
    ):
        assert forbidden not in sources, forbidden
    # Between our own tabs, through a BroadcastChannel; never to a window.
    assert sources.count("postMessage(") == sources.count("this.#channel?.postMessage(") == 1
