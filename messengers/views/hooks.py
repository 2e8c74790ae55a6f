from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt

from messengers.kinds import KINDS, part
from messengers.models import Messenger, RawEvent


@csrf_exempt
@login_not_required  # providers call; their signature is the right
def receive(request, kind, key):
    """Closed by default: a request that proves nothing leaves nothing (S-64). A repeat is answered the same."""
    messenger = _messenger(kind, key)
    if not messenger or "Content-Encoding" in request.headers:
        return HttpResponseForbidden()
    webhook = part(kind, "webhook")
    if not webhook.is_genuine(request, messenger):
        return HttpResponseForbidden()
    RawEvent.keep(messenger, webhook.incoming(request))
    # Twilio would send a body of plain text to the customer as an answer.
    return HttpResponse(content_type="text/plain")


def _messenger(kind: str, key: str) -> Messenger | None:
    found = Messenger.objects.filter(kind=kind, key=key, is_active=True).first() if kind in KINDS else None
    return found if found and found.secrets else None
