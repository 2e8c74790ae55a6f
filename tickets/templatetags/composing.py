from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def undo_seconds() -> int:
    """How long a reply can be taken back before it leaves."""
    return settings.UNDO_SEND_SECONDS
