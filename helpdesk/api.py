"""The REST API at /api/v1/: every app's resources behind one door, which asks for a token and answers 401 itself."""

from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from accounts.bearer import Bearer
from core.faults import faults
from core.http import resource
from core.rest import Problem
from customers.api import router as customers
from notifications.api import devices
from notifications.api import router as notifications

DESCRIPTION = """\
Tell customers what they should know, and read what became of it.

* Each request carries a token of the settings page “API tokens”: `Authorization: Bearer hd_…`.
* Each `POST` takes an `Idempotency-Key` of up to 255 characters. Asked again within 48 hours, the same key gets the
  same answer and nothing is done twice: **409** while the first is being carried out, **422** for another content.
* What is wrong is said in one shape: `{"error": {"code", "message", "fields"}}`.
"""

api = NinjaAPI(
    title="Helpdesk",
    version="1",
    description=DESCRIPTION,
    auth=Bearer(),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/notifications", notifications)
api.add_router("/devices", devices)
api.add_router("/customers", customers)


@api.exception_handler(Problem)
def refuse(request, error: Problem):
    return error.answer()


@api.exception_handler(AuthenticationError)
def ask_for_a_token(request, error):
    return Problem("bad_token", headers={"WWW-Authenticate": "Bearer"}).answer()


@api.exception_handler(ValidationError)
def say_what_is_wrong(request, error: ValidationError):
    # "body", "body" and "path", "id": where ninja found it, before the name that the sender knows.
    return Problem("invalid", fields=faults([_seen(each) for each in error.errors])).answer()


@api.exception_handler(HttpError)
def say_that_it_is_no_json(request, error: HttpError):
    return Problem("bad_request").answer()


@api.exception_handler(Http404)
def say_that_it_is_not_there(request, error):
    return Problem("not_found").answer()


@api.exception_handler(RequestDataTooBig)
def say_that_it_is_too_large(request, error):
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024
    return Problem("too_large", _("A request has at most %(most)d KB.") % {"most": most}).answer()


@login_not_required  # what the program can do is no secret; what it did, is
def schema(request):
    return JsonResponse(api.get_openapi_schema(path_prefix=request.path.removesuffix("openapi.json")))


@login_not_required  # as above
def docs(request):
    return render(request, "api/docs.html")


@csrf_exempt
@login_not_required  # a stranger is told that he needs a token, wherever he knocks
def nothing(request, rest: str):
    if Bearer()(request) is None:
        return Problem("bad_token", headers={"WWW-Authenticate": "Bearer"}).answer()
    return Problem("not_found").answer()


def _seen(error: dict) -> dict:
    return error | {"loc": [part for part in error["loc"] if part not in ("body", "path", "query")]}


def _open(patterns: list) -> list:
    """LoginRequiredMiddleware would lead a program to a form; the door here answers 401."""
    for each in patterns:
        each.callback = _in_one_shape(each.callback)
        each.callback.login_required = False
    return patterns


def _in_one_shape(view):
    """Ninja refuses a method in a way of its own, which nobody can hand it a handler for."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        taken = ", ".join(sorted(answer["Allow"].split(", ")))
        sentence = _("This address takes only %(methods)s.") % {"methods": taken}
        return Problem("wrong_method", sentence, headers={"Allow": taken}).answer()

    return answered


app_name = "api"
urlpatterns = [
    path("docs", resource(GET=docs), name="docs"),
    path("openapi.json", resource(GET=schema), name="openapi"),
    *_open([each for each in api.urls[0] if getattr(each, "name", "") != "api-root"]),
    path("<path:rest>", nothing),
]
