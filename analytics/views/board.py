from django.shortcuts import render
from django.utils import timezone

from analytics.board import board_of
from analytics.views.scoping import scope_for
from tickets.words import words_script


def show(request):
    """The page; with `?wall` in large figures for the wall, without what one presses."""
    wall = "wall" in request.GET
    return render(request, "analytics/board.html", _board(request) | {"wall": wall, "words": words_script()})


def refresh(request):
    """All that changes, for the page that is open."""
    return render(request, "analytics/board.html#board", _board(request))


def _board(request) -> dict:
    scope = scope_for(request)
    now = timezone.now()
    return {"board": board_of(scope, now), "scope": scope, "now": now}
