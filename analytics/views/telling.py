from django.http import HttpResponse
from django.shortcuts import render


def told(request, sentence: str, *, refusals=()):
    """What was done, in a toast; what was not, with its reasons."""
    return render(request, "analytics/acts.html#told", {"sentence": sentence, "refusals": refusals})


def refused(sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
