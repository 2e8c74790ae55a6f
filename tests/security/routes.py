"""Every address that there is, walked from the URL resolver itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Route:
    pattern: str
    names: tuple[str, ...]


def every_route() -> list[Route]:
    return list(_walk(get_resolver(), "", ()))


def _walk(resolver, prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for each in resolver.url_patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield Route(pattern, (*spaces, each.name or ""))
        else:
            yield from _walk(each, pattern, (*spaces, *([each.namespace] if each.namespace else [])))
