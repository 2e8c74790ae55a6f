from django import template
from django.utils.html import format_html_join

from core.slots import panels

register = template.Library()

PLACE = '<div class="slot" id="slot-{}" hx-get="{}" hx-trigger="load" hx-swap="innerHTML"></div>'


@register.simple_tag(takes_context=True)
def slot(context, name: str, *things):
    """{% slot "ticket.side" ticket %}: a place that upper apps fill with lazily fetched panels."""
    user = getattr(context.get("request"), "user", None)
    return format_html_join("\n", PLACE, ((each.name, each.url(*things)) for each in panels(name, user, *things)))
