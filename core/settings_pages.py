"""The pages under /desk/settings/. Each app adds its own; the shell that leads to them knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

_pages: dict[str, "SettingsPage"] = {}


@dataclass(frozen=True)
class SettingsPage:
    """One entry of the settings' navigation; `title` and `hint` are lazy translations."""

    name: str
    title: Any
    hint: Any
    icon: str
    url: str
    allowed: Callable[..., bool]
    position: int

    @property
    def address(self) -> str:
        return reverse(self.url)


def settings_page(
    name: str, *, title, hint, icon: str, url: str, allowed: Callable = lambda user: True, position: int = 0
) -> SettingsPage:
    """Register in an app's panels.py. `allowed(user)` only hides: the view behind the address asks again."""
    _pages[name] = SettingsPage(name, title, hint, icon, url, allowed, position)
    return _pages[name]


def settings_pages(user) -> list[SettingsPage]:
    return sorted((page for page in _pages.values() if page.allowed(user)), key=lambda page: (page.position, page.name))
