from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils.cache import patch_cache_control

from chat import limits
from chat.addresses import network_of
from chat.answers import Answer
from chat.directory import directory
from chat.shopfront import look_json

MINUTES_KEPT = 5


@login_not_required  # the button has the site's colour before anybody presses it
def show(request, key: str):
    """How the button looks. It says nothing that the page it stands on does not show."""
    if wait := limits.LOOKS.hit(network_of(request)):
        return Answer({}, status=429, headers={"Retry-After": str(wait)})
    site = directory.keyed(key)
    if site is None:
        raise Http404
    response = Answer(look_json(site))
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=MINUTES_KEPT * 60)
    return response
