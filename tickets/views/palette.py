from django.shortcuts import render

from tickets.search.asking import LONGEST
from tickets.search.palette import offered, recent

MOST = 8
DIGITS = 18


def show(request):
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    if not text.strip():
        return render(request, "desk/_offer.html", {"recent": recent(request.user, _numbers(request))})
    return render(request, "desk/_offer.html", {"offer": offered(request.user, text)})


def _numbers(request) -> list[int]:
    given = request.GET.get("recent", "").split(",")
    return [int(each) for each in given if each.isascii() and each.isdigit() and len(each) <= DIGITS][:MOST]
