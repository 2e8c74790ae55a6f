import json
from functools import cache

import lucide
from django import template
from django.conf import settings
from django.template.base import Node, TextNode
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from core.bundles import styles, styles_in_order

register = template.Library()

# What live pushes and scripts may need is always in the sprite; any other icon of lucide is written where it stands.
ICONS = (
    "archive", "arrow-left", "arrow-left-right", "at-sign", "bell", "bell-off", "book-open", "bot", "building-2",
    "chart-column", "check", "check-check", "chevron-down", "chevron-left", "circle-alert", "circle-check", "clock",
    "credit-card", "ear", "ellipsis", "external-link", "file-text", "flag", "frown", "globe", "inbox", "info",
    "keyboard", "languages", "layers", "lock", "log-out", "mail", "merge", "message-circle", "message-square", "moon",
    "paperclip", "pencil", "phone", "play", "plus", "refresh-cw", "rotate-ccw", "search", "send", "shield-check",
    "sliders-horizontal", "smile", "split", "star", "sun", "thumbs-down", "thumbs-up", "triangle-alert", "user",
    "user-check", "user-plus", "users", "wifi-off", "x", "zap",
)  # fmt: skip


@register.simple_tag
@cache
def stylesheets():
    """Link all of static/css: one by one for who works on it, else in one."""
    if settings.DEBUG:
        addresses = [static(f"css/{name}") for name in styles_in_order()]
    else:
        addresses = [reverse("core:styles", args=[styles().digest])]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((address,) for address in addresses))


@register.simple_tag(takes_context=True)
def importmap(context):
    """Name every module of static/js by its bare path, so hashed file names need no rewriting."""
    return format_html('<script type="importmap" nonce="{}">{}</script>', context.get("csp_nonce", ""), _modules())


@register.tag("icon")
def icon_tag(parser, token):
    """{% icon "lock" "small" %}: named outright, as nearly always, it costs a page nothing but its text."""
    arguments = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    if all(isinstance(argument.var, str) for argument in arguments):
        return TextNode(icon(*(argument.resolve({}) for argument in arguments)))
    return IconNode(arguments)


class IconNode(Node):
    def __init__(self, arguments):
        self.arguments = arguments

    def render(self, context):
        return icon(*(argument.resolve(context) for argument in self.arguments))


def icon(name: str, variant: str = "") -> str:
    """An icon by lucide's name: a reference into the sprite, or the drawing itself when the sprite has none such."""
    css = f"icon icon--{variant}" if variant else "icon"
    if name in ICONS:
        return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', css, _drawing(name))


@register.simple_tag
def unchanging(name: str):
    """A piece of a page that depends on the reader's language alone: rendered once for each language."""
    return render_to_string(name) if settings.DEBUG else _unchanging(name, get_language())


@cache
def _unchanging(name: str, language: str) -> str:
    return render_to_string(name)


@register.simple_tag
@cache
def sprite():
    """Every icon once a page, so a row only refers to it."""
    symbols = ((name, _drawing(name)) for name in ICONS)
    return format_html(
        "<svg hidden>{}</svg>", format_html_join("", '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>', symbols)
    )


@cache
def _drawing(name: str) -> str:
    try:
        svg = lucide._render_icon(name, size=None)
    except lucide.IconDoesNotExist:
        svg = lucide._render_icon("layers", size=None)
    return mark_safe(svg[svg.index(">") + 1 : svg.rindex("</svg>")].strip())  # noqa: S308 - a file of the package


@cache
def _modules() -> str:
    modules = {name.removesuffix(".js"): static(f"js/{name}") for name in _scripts()}
    modules["htmx"] = static("vendor/htmx/htmx.esm.min.js")
    # Whole in one file, unlike its module: it leaves its name in the window.
    modules["chart.js"] = static("vendor/chartjs/chart.umd.min.js")
    body = json.dumps({"imports": modules}).replace("<", "\\u003c")
    return mark_safe(body)  # noqa: S308 - names of our own files


def _scripts() -> list[str]:
    root = settings.BASE_DIR / "static/js"
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.js"))
