"""The house's own fields of a ticket (R30): who may see which, and each as a field of a form."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from tickets.models import Field, Ticket

LONGEST = 500
RIGHTS = {"payments": "tickets.view_payments", "sales": "tickets.view_sales"}
KINDS = Field.Kind


@dataclass(frozen=True)
class Answer:
    """A field with what the ticket has in it; without the right to see it, only that there is such a field."""

    field: Field
    value: Any
    seen: bool


def may_see(agent, field: Field) -> bool:
    right = RIGHTS.get(field.information)
    return right is None or agent.has_perm(right)


def answers(ticket: Ticket, *, agent) -> list[Answer]:
    found = []
    for field in Field.objects.of(ticket.department_id):
        seen = may_see(agent, field)
        found.append(Answer(field, _shown(field, ticket.values.get(field.key)) if seen else None, seen))
    return found


def _shown(field: Field, value):
    return parse_date(value) if field.kind == KINDS.DATE and isinstance(value, str) else value


def form_field(field: Field) -> forms.Field:
    """Takes what a page sends, gives what is kept: text, and true or false for a switch; None for no answer."""
    options: dict[str, Any] = {"required": False, "label": field.title}
    match field.kind:
        case KINDS.NUMBER:
            return Number(max_digits=20, decimal_places=6, **options)
        case KINDS.DATE:
            return Date(**options)
        case KINDS.CHOICE:
            return Choice(choices=[("", ""), *((option, option) for option in field.options)], **options)
        case KINDS.SWITCH:
            return Switch(choices=[("", ""), ("yes", _("Yes")), ("no", _("No"))], **options)
    return Text(max_length=LONGEST, **options)


class Text(forms.CharField):
    def clean(self, value):
        return super().clean(value) or None


class Number(forms.DecimalField):
    def to_python(self, value):
        # 18,40 is what most of Europe types.
        return super().to_python(value.replace(",", ".").replace(" ", "") if isinstance(value, str) else value)

    def clean(self, value):
        number = super().clean(value)
        return None if number is None else f"{number:f}"


class Date(forms.DateField):
    def clean(self, value):
        date = super().clean(value)
        return date.isoformat() if date else None


class Choice(forms.ChoiceField):
    def clean(self, value):
        return super().clean(value) or None


class Switch(forms.ChoiceField):
    def clean(self, value):
        return {"yes": True, "no": False}.get(super().clean(value))
