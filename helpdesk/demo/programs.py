"""The bank's own programs: one that shows a token, and one that heard how notifications ended until it moved."""

from accounts.models import ApiToken, Scope
from core.actors import SYSTEM
from core.sends import State
from notifications.models import WebhookDelivery, WebhookEndpoint
from notifications.models.webhook import Kind

ADDRESS = "https://bank.example.com/helpdesk"
# What it answered, the last time that it was gone.
ANSWERS = [204, 204, 410]


def made(people: dict) -> None:
    """Those that are missing. The token's secret is nobody's; make another to try the API."""
    if not ApiToken.objects.exists():
        ApiToken.make(name="Core banking", scopes=[Scope.SEND, Scope.READ], by=people["admin"])
    if not WebhookEndpoint.objects.exists():
        endpoint = WebhookEndpoint.make(url=ADDRESS, kinds=[Kind.SETTLED], by=people["admin"])
        WebhookDelivery.objects.bulk_create(_heard(endpoint, answer) for answer in ANSWERS)
        endpoint.deactivate(by=SYSTEM, because="gone")


def _heard(endpoint: WebhookEndpoint, answer: int) -> WebhookDelivery:
    state, error = (State.FAILED, "gone") if answer == 410 else (State.ACCEPTED, "")
    about = WebhookDelivery.about(Kind.SETTLED, {"state": "delivered"})
    return WebhookDelivery(
        endpoint=endpoint, state=state, error=error, answered=answer, attempts=1, due_at=None, **about
    )
