from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from analytics.scope import Scope, scope_of


def scope_for(request) -> Scope:
    """To who supervises nothing these pages do not exist."""
    scope = scope_of(request.user)
    if scope is None:
        raise Http404
    return scope


def person_for(scope: Scope, pk: int) -> User:
    """Somebody of the supervisor's departments."""
    return get_object_or_404(scope.people, pk=pk)


def led_for(scope: Scope, pk: int) -> User:
    """The same, whose work he may change."""
    person = person_for(scope, pk)
    if not scope.leads(person):
        raise Http404
    return person
