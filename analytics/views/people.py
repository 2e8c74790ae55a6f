from django.shortcuts import render
from django.utils import timezone

from accounts.models import Presence
from accounts.models.presence import OFFLINE
from analytics.day import day_of
from analytics.views.scoping import person_for, scope_for
from tickets.words import words_script


def show(request, pk):
    """One operator today."""
    scope = scope_for(request)
    person = person_for(scope, pk)
    now = timezone.now()
    presence = Presence.objects.filter(user=person).first()
    context = {
        "person": person,
        "presence": presence.at(now) if presence else OFFLINE,
        "day": day_of(person, scope, now),
        "leads": scope.leads(person),
        "now": now,
        "words": words_script(),
    }
    return render(request, "analytics/person.html", context)
