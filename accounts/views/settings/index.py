from django.http import Http404
from django.shortcuts import render

from core.settings_pages import settings_pages


def show(request):
    """Only what this reader may set; whom nothing is open has no such page."""
    if not settings_pages(request.user):
        raise Http404
    return render(request, "settings/index.html")
