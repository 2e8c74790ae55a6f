from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from messengers.sms import webhook
from notifications.bench import door
from notifications.bench.channels import local_messenger
from notifications.bench.forms import TestRunForm
from notifications.bench.running import lanes_of, start
from notifications.models import TestRun
from notifications.views.alarms import open_alarms
from notifications.views.doors import for_keepers

LISTED = 10


@for_keepers
def index(request):
    return _page(request, TestRunForm())


@for_keepers
def create(request):
    form = TestRunForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        run = start(**form.cleaned_data, by=request.user)
    except OSError:
        form.add_error(None, _("The local providers do not answer."))
        return _page(request, form, status=422)
    return redirect("notifications:bench_run", run.pk)


@for_keepers
def show(request, run):
    return render(request, "notifications/test_run.html", _run(run) | _around())


@for_keepers
def refresh(request, run):
    """The same, each second while something moves; the answer no longer asks again when all is known."""
    return render(request, "notifications/test_run.html#whole", _run(run))


@csrf_exempt
@login_not_required  # the local Twilio calls; its signature is the right
def hear(request):
    messenger = _messenger()
    if not messenger or not webhook.is_genuine(request, messenger):
        return HttpResponseForbidden()
    with transaction.atomic():
        for told in webhook.incoming(request):
            webhook.process(told)
    return HttpResponse(content_type="text/plain")


def _messenger():
    try:
        return local_messenger() if door.is_open() else None
    except OSError:
        return None


def _page(request, form, *, status: int = 200) -> HttpResponse:
    runs = TestRun.objects.select_related("category", "started_by")[:LISTED]
    context = {"form": form, "runs": runs, "is_open": door.is_open()}
    return render(request, "notifications/bench.html", context | _around(), status=status)


def _run(pk: int) -> dict:
    run = get_object_or_404(TestRun.objects.select_related("category"), pk=pk)
    try:
        lanes = lanes_of(run) if run.is_kept else []
    except OSError:
        return {"run": run, "lanes": [], "is_gone": True}
    stands = [lane.stands for lane in lanes]
    return {
        "run": run,
        "lanes": lanes,
        "moves": "wait" in stands,
        "good": stands.count("good"),
        "bad": stands.count("bad"),
    }


def _around() -> dict:
    return {"section": "bench", "alarms": open_alarms()}
