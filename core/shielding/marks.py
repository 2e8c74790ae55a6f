"""What stands in the place of a secret."""

import re

Place = tuple[int, int]
DOT = "•"
LONGEST = 6
# How often a word is looked at in one text; people who tell a secret do not say it more often.
MOST = 200
# Marks behind a secret that belong to the sentence.
BEHIND = ".,;:!?…)]}»”\"'"


def dots(secret: str) -> str:
    """Never longer than what it hides, and of no use for guessing its length."""
    return DOT * min(len(secret), LONGEST)


def put(text: str, start: int, end: int) -> str:
    return text[:start] + dots(text[start:end]) + text[end:]


def put_all(text: str, places: list[Place]) -> str:
    """Hide all these, from the last to the first, so that each place still holds."""
    for start, end in sorted(set(places), reverse=True):
        text = put(text, start, end)
    return text


def is_hidden(text: str) -> bool:
    """Nothing to hide in it: dots of ours, or the stars that people put themselves."""
    return re.fullmatch(r"[\W_xXхХ]*", text) is not None
