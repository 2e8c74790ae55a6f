from django.shortcuts import render

from tickets.emoji_names import GROUPS


def show(request):
    """What the picker holds; fetched when it is first opened, since most days it is not."""
    response = render(request, "tickets/_composer_lists.html#emoji", {"groups": GROUPS})
    response["Cache-Control"] = "private, max-age=3600"
    return response
