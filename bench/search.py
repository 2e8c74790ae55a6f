"""The search beside a bare view over the one ideal query: a rare, a medium and a common word, and a mistyped one."""

from urllib.parse import quote

from bench import dataset
from bench.pages import measured
from bench.printing import figure, median

# They stand in 25, 10,000 and 500,000 of the million messages; the last is the medium one with a slip of the keys.
ENGLISH = {"rare": "seychelles", "medium": "chargeback", "common": "payment", "typo": "chargebak"}
RUSSIAN = {"rare": "мадагаскар", "medium": "рассрочку", "common": "платёж", "typo": "расрочку"}
ROUNDS = 60
# Of thirty messages found, those of one ticket stand together, and no more than three of them.
SHOWN = 5


def english() -> None:
    _search("search-en", ENGLISH)


def russian() -> None:
    _search("search-ru", RUSSIAN)


def _search(name: str, words: dict[str, str]) -> None:
    """The figure is that of the class with the worst ratio; `classes` has them all.

    What is measured is what letters typed into the search bring: its results. `page` is the whole page, opened anew.
    """
    seen = ",".join(str(pk) for pk in sorted(dataset.agent().department_ids))
    pairs = [_addresses(kind, quote(word), seen) for kind, word in words.items()]
    found = measured(pairs, expected=b"message-", least=SHOWN, rounds=ROUNDS, HX_Request="true")
    [page] = measured(pairs[:1], expected=b"message-", least=SHOWN, rounds=ROUNDS)
    classes = {kind: _compared(times) for kind, times in zip(words, found, strict=True)}
    worst = max(classes.values(), key=lambda each: each["ratio"])
    figure(name, worst["value"], "ms", floor=worst["floor"], n=ROUNDS, classes=classes, page=_compared(page))


def _addresses(kind: str, word: str, seen: str) -> tuple[str, str]:
    return f"/desk/search/?q={word}", f"/{'typo' if kind == 'typo' else 'search'}/{seen}/{word}/"


def _compared(times: dict[str, list[float]]) -> dict[str, float]:
    ours, floor = median(times["ours"]), median(times["floor"])
    return {"value": round(ours, 2), "floor": round(floor, 2), "ratio": round(ours / floor, 2)}
