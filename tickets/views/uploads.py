from django.http import HttpResponse, JsonResponse

from tickets.forms import UploadForm
from tickets.models import Attachment
from tickets.refusals import Refused
from tickets.views.scoping import ticket_for


def create(request, number):
    ticket_for(request, number)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _sentence(form.sentence(), status=422)
    try:
        upload, created = Attachment.upload(**form.cleaned_data, by=request.user)
    except Refused as refused:
        return _sentence(refused.sentence, status=413 if refused.code == "too_large" else 422)
    return JsonResponse({"key": upload.key, "name": upload.name, "size": upload.size}, status=201 if created else 200)


def _sentence(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
