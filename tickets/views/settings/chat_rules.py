from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.views.settings.departments import kept, kept_by
from tickets import automatic
from tickets.chat_rules_forms import ChatRulesForm
from tickets.models import ChatRules
from tickets.rehearsing import rehearsed


def index(request):
    departments = list(kept_by(request.user).filter(is_active=True).select_related("chat_rules"))
    for department in departments:
        department.rules = ChatRules.at_hand(department)
    return render(request, "settings/chats.html", {"section": "chats", "departments": departments})


def edit(request, pk):
    return _page(request, ChatRulesForm(rules=_rules(request, pk)))


def update(request, pk):
    rules = _rules(request, pk)
    form = ChatRulesForm(request.POST, rules=rules)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    ChatRules.objects.get_or_create(department=rules.department)[0].edit(by=request.user, **form.changes())
    messages.success(request, _("Saved. Chats that are under way keep to it from their next step on."))
    return redirect("vocabulary:chat_rules", pk)


def preview(request, pk):
    """The chat that this form would make; nothing is saved."""
    form = ChatRulesForm(request.POST, rules=_rules(request, pk))
    form.is_valid()
    return render(request, "settings/chat_rules.html#rehearsal", _rehearsal(request, form.sketch()))


def _rules(request, pk) -> ChatRules:
    department = kept(request, pk)
    rules = ChatRules.of(department.pk)
    rules.department = department
    return rules


def _rehearsal(request, rules: ChatRules) -> dict:
    asked = request.POST.get("preview_language", get_language())
    language = asked if asked in dict(settings.LANGUAGES) else rules.language
    lines = rehearsed(rules, operator=request.user, language=language, now=timezone.now())
    return {"lines": lines, "preview_language": language, "operator": request.user}


def _page(request, form: ChatRulesForm, status=HTTPStatus.OK):
    shown = form.sketch() if form.is_bound else form.rules
    context = {
        "section": "chats",
        "form": form,
        "department": form.rules.department,
        "languages": settings.LANGUAGES,
        "meanings": automatic.MEANINGS,
        **_rehearsal(request, shown),
    }
    return render(request, "settings/chat_rules.html", context, status=status)
