from django.shortcuts import get_object_or_404

from automation.models import Macro
from automation.steps import KINDS


def usable(request) -> list[tuple[Macro, str]]:
    """What this agent may run, the most used first, each with its steps in short."""
    macros = Macro.objects.usable_by(request.user).best_first()
    return [(macro, in_words(macro)) for macro in macros]


def in_words(macro: Macro) -> str:
    """The kinds of its steps: what each says exactly would cost a query a step."""
    return " · ".join(str(KINDS[step["do"]].label) for step in macro.steps if step["do"] in KINDS)


def editable(request, pk: int) -> Macro:
    return get_object_or_404(Macro.objects.editable_by(request.user), pk=pk)
