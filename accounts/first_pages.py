"""Where somebody begins who signs in without wanting a certain page. Upper apps may know better than "the desk"."""

from collections.abc import Callable

_asks: list[Callable] = []


def first_page(ask: Callable):
    """Register in an app's panels.py: `ask(request)` gives an address, or "" where it has nothing to say."""
    if ask not in _asks:
        _asks.append(ask)
    return ask


def first_page_for(request) -> str:
    return next((address for ask in _asks if (address := ask(request))), "")
