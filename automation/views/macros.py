"""Where macros are built."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.views.settings.shown import parted
from automation.forms import MOST_STEPS, MacroForm
from automation.models import Macro
from automation.running import rehearse
from automation.steps import KINDS, Running
from automation.views.scoping import editable, in_words
from tickets.models import Ticket


def index(request):
    seen = Macro.objects.usable_by(request.user) | Macro.objects.editable_by(request.user)
    rows = list(seen.select_related("department").distinct().order_by("-used_count", "name", "pk"))
    mine = set(Macro.objects.editable_by(request.user).values_list("pk", flat=True))
    for row in rows:
        row.may_edit, row.in_words = row.pk in mine, in_words(row)
    return render(request, "automation/macros.html", {"section": "macros", **parted("macros", rows)})


def new(request):
    return _page(request, MacroForm(by=request.user))


def create(request):
    return _saved(request, MacroForm(request.POST, by=request.user), Macro())


def edit(request, pk):
    return _page(request, MacroForm(by=request.user, macro=editable(request, pk)))


def update(request, pk):
    macro = editable(request, pk)
    return _saved(request, MacroForm(request.POST, by=request.user, macro=macro), macro)


def switch(request, pk):
    """Off, nobody runs it any more; it can be switched on again."""
    macro = editable(request, pk)
    macro.is_active = request.POST.get("on") == "1"
    macro.save(update_fields=["is_active", "updated_at"])
    messages.success(request, _("Saved."))
    return redirect("macros:macros")


def arrange(request):
    """The steps with one more, one less or in another order; nothing is saved, and nothing typed is lost."""
    form = MacroForm(request.POST, by=request.user)
    form.arrange(request.POST.get("add") or request.POST.get("arrange", ""))
    return render(request, "automation/macro.html#steps", _context(form))


def preview(request):
    """What it would do to the ticket in which something happened last, and whether that would be refused."""
    form = MacroForm(request.POST, by=request.user)
    context = _context(form, told=True)
    # A name and who uses it may still be missing: they change nothing about what the steps do.
    if not form.non_field_errors():
        context |= _on_the_last_ticket(form.cleaned_data["steps"], by=request.user)
    return render(request, "automation/macro.html#steps", context)


def _on_the_last_ticket(steps: list, *, by) -> dict:
    seen = Ticket.objects.visible_to(by).living().select_related("customer", "department")
    ticket = seen.latest_first().first()
    if ticket is None:
        return {"no_ticket": True}
    said = [KINDS[step["do"]].says(step, ticket, by=by) for step in steps]
    refused = rehearse(steps, ticket, running=Running(by, uuid.uuid4()))
    return {"last": ticket, "said": said, "refused": refused}


def _saved(request, form: MacroForm, macro: Macro):
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    for name, value in form.values().items():
        setattr(macro, name, value)
    macro.save()
    messages.success(request, _("Saved. It is run with M in a ticket."))
    return redirect("macros:macros")


def _context(form: MacroForm, *, told: bool = False) -> dict:
    """`told`: what is wrong is said; while somebody only adds and moves steps it is not."""
    context = {"section": "macros", "form": form, "macro": form.macro, "told": told}
    if len(form.rows) < MOST_STEPS:
        return context | {"kinds": [(kind.name, kind.label) for kind in KINDS.values()]}
    return context | {"full": _("At most %(most)d steps.") % {"most": MOST_STEPS}}


def _page(request, form: MacroForm, status=HTTPStatus.OK):
    return render(request, "automation/macro.html", _context(form, told=form.is_bound), status=status)
