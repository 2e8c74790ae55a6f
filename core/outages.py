"""What a visitor gets while the database is away: a plain "come again", so that nothing typed is lost."""

import sys

from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError, connection
from django.dispatch import receiver
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

RETRY_AFTER = 3


class OutageMiddleware:
    """Stands first, so that what fails in the other middleware is caught as well."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        return come_again(request) if getattr(request, "met_an_outage", False) else response

    def process_exception(self, request, exception):
        return come_again(request) if is_outage(exception) else None


def is_outage(error: BaseException | None) -> bool:
    return isinstance(error, (OperationalError, InterfaceError))


def forget_dead_connections() -> None:
    """Of all that wait in the pool. Found one by one, each would cost a request a second, then two, then four."""
    pool = getattr(connection, "pool", None)
    if pool is not None:
        pool.check()


def come_again(request) -> HttpResponse:
    forget_dead_connections()
    sentence = _("We cannot save anything at the moment. Please try again in a few seconds.")
    if "text/html" in request.headers.get("Accept", ""):
        # Without the request: what a page usually asks of it stands in the database.
        partial = "HX-Request" in request.headers
        response = HttpResponse(sentence if partial else render_to_string("503.html"), status=503)
        # htmx would put the sentence in the place of what it asked for.
        response["HX-Reswap"] = "none"
        response["HX-Trigger"] = "outage"
    else:
        response = JsonResponse({"error": {"code": "unavailable", "message": sentence}}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


@receiver(got_request_exception)
def remember(sender, request=None, **kwargs):
    if request is not None and is_outage(sys.exc_info()[1]):
        request.met_an_outage = True
