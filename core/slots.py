"""Places in a lower app's pages for panels of upper apps. The lower page never learns who fills them."""

from collections.abc import Callable
from dataclasses import dataclass

_panels: dict[str, list["Panel"]] = {}


@dataclass(frozen=True)
class Panel:
    """One upper app's piece of a page, fetched after the page is shown."""

    name: str
    slot: str
    url: Callable[..., str]
    allowed: Callable[..., bool]
    position: int


def panel(slot: str, *, name: str, url: Callable, allowed: Callable = lambda user, *things: True, position: int = 0):
    """Register a panel in an app's panels.py: `url(*things)` gives its address, `allowed(user, *things)` hides it.

    The view behind the address checks the right again; hiding only keeps the page calm.
    """
    entry = Panel(name, slot, url, allowed, position)
    others = [each for each in _panels.get(slot, []) if each.name != name]
    _panels[slot] = sorted([*others, entry], key=lambda each: (each.position, each.name))
    return entry


def panels(slot: str, user, *things) -> list[Panel]:
    return [each for each in _panels.get(slot, []) if each.allowed(user, *things)]
