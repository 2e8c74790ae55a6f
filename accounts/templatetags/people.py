from django import template

from accounts.roles import Role
from accounts.settings_forms.person import SAYS

register = template.Library()


@register.filter
def role_says(role: str) -> str:
    return str(SAYS[Role(role)]) if role in SAYS else ""
