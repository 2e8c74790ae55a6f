"""What a visitor's browser loads before it can show the open widget, as it goes over the wire."""

import gzip
import re

from django.contrib.staticfiles import finders

from bench.printing import figure

IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\./[\w./-]+\.js)["']""")


def widget() -> None:
    seen: dict[str, int] = {}
    for entry in ("widget/v1.js",):
        _follow(entry, seen)
    for extra in ("widget/locale/en.json",):
        if finders.find(extra):
            seen[extra] = _weight(extra)
    figure(
        "widget-size",
        sum(seen.values()) / 1024,
        "kB gzip",
        n=len(seen),
        first_script=round(seen["widget/v1.js"] / 1024, 2),
    )


def _follow(name: str, seen: dict[str, int]) -> None:
    if name in seen:
        return
    seen[name] = _weight(name)
    folder = name.rpartition("/")[0]
    with open(finders.find(name), encoding="utf-8") as file:  # noqa: PTH123
        for relative in IMPORT.findall(file.read()):
            _follow(f"{folder}/{relative.removeprefix('./')}", seen)


def _weight(name: str) -> int:
    with open(finders.find(name), "rb") as file:  # noqa: PTH123
        return len(gzip.compress(file.read(), 9))
