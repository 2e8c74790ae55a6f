from django.shortcuts import render

from tickets.handing import load_of


def show(request):
    """How many chats one has in hand, for the desk's own menu: asked when it is opened."""
    return render(request, "desk/load.html", {"load": load_of(request.user)})
