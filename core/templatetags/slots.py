from django import template
from django.utils.html import format_html_join

from core import settings_pages as settings
from core.slots import panels

register = template.Library()

PLACE = '<div class="slot" id="slot-{}" hx-get="{}" hx-trigger="load" hx-swap="innerHTML"></div>'


@register.simple_tag(takes_context=True)
def slot(context, name: str, *things):
    """{% slot "ticket.side" ticket %}: a place that upper apps fill with lazily fetched panels."""
    user = getattr(context.get("request"), "user", None)
    # A place that is there once for each of several things is named after the thing.
    which = "-".join(["", *(str(thing.pk) for thing in things[1:])])
    found = panels(name, user, *things)
    return format_html_join("\n", PLACE, ((each.name + which, each.url(*things)) for each in found))


@register.simple_tag(takes_context=True)
def settings_pages(context):
    """{% settings_pages as pages %}: what this reader may set, in the order of the navigation."""
    return settings.settings_pages(context["request"].user)
