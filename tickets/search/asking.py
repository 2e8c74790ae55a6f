"""What somebody typed into the search, taken apart: `#2041`, words, "exact phrases", -words and from:names."""

import re
from dataclasses import dataclass

LONGEST = 200
MOST_TERMS = 12
TOKEN = re.compile(r'(?P<minus>-?)(?:(?P<key>from|от):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))', re.IGNORECASE)
NUMBER = re.compile(r"#?([1-9][0-9]{0,17})", re.ASCII)


@dataclass(frozen=True)
class Question:
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    number: int | None = None

    def __bool__(self) -> bool:
        return bool(self.wanted or self.writers)

    @property
    def wanted(self) -> tuple[str, ...]:
        return (*self.words, *self.phrases)

    @property
    def text(self) -> str:
        """All that is wanted, as one line: a name or an address is looked for by it."""
        return " ".join(self.wanted)

    @property
    def terms(self) -> str:
        """For PostgreSQL's websearch_to_tsquery, which takes any text without complaint."""
        unwanted = (f'-"{each}"' for each in self.without)
        # Each word quoted, so that nobody's "or" becomes an operator; one word makes no phrase.
        return " ".join([*(f'"{each}"' for each in self.wanted), *unwanted])

    def corrected(self, better: dict[str, str]) -> str:
        """The question as it was probably meant, to show and to ask again."""
        parts = [better.get(word.lower(), word) for word in self.words]
        parts += [f'"{each}"' for each in self.phrases]
        parts += [f'-"{each}"' if " " in each else f"-{each}" for each in self.without]
        return " ".join([*parts, *(f'from:"{each}"' if " " in each else f"from:{each}" for each in self.writers)])


def understood(text: str) -> Question:
    kinds: dict[str, list[str]] = {"words": [], "phrases": [], "without": [], "writers": []}
    tokens = list(TOKEN.finditer(text.replace("\0", " ")[:LONGEST]))[:MOST_TERMS]
    for token in tokens:
        said = " ".join((token["phrase"] or token["word"] or "").split())
        if said:
            kinds[_kind(token)].append(said)
    only = kinds["words"][0] if len(tokens) == 1 and kinds["words"] else ""
    number = NUMBER.fullmatch(only)
    return Question(**{kind: tuple(found) for kind, found in kinds.items()}, number=number and int(number[1]))


def _kind(token) -> str:
    if token["key"]:
        return "writers"
    if token["minus"]:
        return "without"
    return "words" if token["phrase"] is None else "phrases"
