from django import template

from accounts.settings_forms.person import SAYS

register = template.Library()


@register.filter
def role_says(role: str) -> str:
    return SAYS.get(role, "")
