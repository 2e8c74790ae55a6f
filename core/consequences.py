"""What an act would touch, told before it is done. Upper apps count theirs; the page that asks knows none of them."""

from collections import defaultdict
from collections.abc import Callable

_counts: dict[str, list[Callable]] = defaultdict(list)


def consequence(act: str):
    """Register in an app's panels.py: a function of the thing that answers a sentence, or "" if it touches none."""

    def register(count):
        if count not in _counts[act]:
            _counts[act].append(count)
        return count

    return register


def consequences(act: str, thing) -> list[str]:
    return [sentence for count in _counts[act] if (sentence := count(thing))]
