from django import template

from tickets.keymap import keymap as _keymap

register = template.Library()


@register.simple_tag
def keymap():
    return _keymap()
