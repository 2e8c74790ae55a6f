"""The one call for a system of the house: tell this customer that, and what became of it."""

from uuid import UUID

from django.core.exceptions import ValidationError as BadValue
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Body, Path, Router
from pydantic import ValidationError

from accounts.bearer import needs
from accounts.models import Scope
from core.actors import SYSTEM
from core.faults import faults
from core.idempotency import DESCRIBED, once
from core.limits import Limit
from core.rest import Problem, problem
from core.schemas import ErrorOut
from customers.masking import masked
from customers.models import Customer, Identity
from customers.vouching import vouched
from notifications.api_schemas import (
    AcceptedOut,
    BatchIn,
    BatchOut,
    DeviceIn,
    DeviceOut,
    ForSomebody,
    NotificationIn,
    RefusedOut,
    StatusOut,
    Unjudged,
)
from notifications.asking import Reply, Wish, ask
from notifications.models import Device, Notification, Step
from notifications.reasons import meaning

router = Router(tags=["Notifications"])
devices = Router(tags=["Devices"])
# A batch is as much work as hundreds of single requests.
BATCHES = Limit("api.batches", "20/10s")
KIND_OF = {"sms": Identity.Kind.PHONE, "email": Identity.Kind.EMAIL}


@router.post(
    "",
    response={202: AcceptedOut, 422: RefusedOut, 409: ErrorOut},
    summary="Tell a customer something",
    openapi_extra=DESCRIBED,
)
@once
def create(request, body: Body[Unjudged]):
    """Answers at once; what becomes of it is told by `GET` and by the webhook `notification.settled`."""
    needs(request, Scope.SEND)
    [reply] = ask([_read(body)], source=request.auth.source)
    return (422 if reply.refusal else 202), _told(reply)


@router.post(
    "/batch",
    response={202: BatchOut, 409: ErrorOut, 422: ErrorOut},
    summary="Tell many customers something",
    openapi_extra=DESCRIBED,
)
@once
def create_many(request, body: BatchIn):
    """Up to 1,000. Each is judged for itself; `results` stand in the order of what was asked for."""
    needs(request, Scope.SEND)
    if seconds := BATCHES.hit(request.auth.pk):
        raise Problem("too_often", headers={"Retry-After": str(seconds)})
    results = [_told(reply) for reply in ask([_read(item) for item in body.notifications], source=request.auth.source)]
    refused = sum("error" in result for result in results)
    return 202, {"accepted": len(results) - refused, "refused": refused, "results": results}


@router.get("/{id}", response={200: StatusOut, 404: ErrorOut}, summary="What became of a notification")
def show(request, id: UUID):
    needs(request, Scope.READ)
    row = get_object_or_404(Notification.objects.select_related("category"), public_id=id)
    return {
        "id": row.public_id,
        "category": row.category.slug if row.category else "",
        "customer": row.customer_id,
        "meaning": str(meaning(row.why)) if row.why else "",
        "steps": [_step(step) for step in row.steps.order_by("position", "pk")],
        **{name: getattr(row, name) for name in STANDING},
    }


@devices.post(
    "",
    response={200: DeviceOut, 422: ErrorOut},
    summary="Register an app’s token for pushes",
    openapi_extra=DESCRIBED,
)
@once
def register(request, body: DeviceIn):
    """A token belongs to whoever signed in there last: registered for another customer, it moves to him."""
    needs(request, Scope.DEVICES)
    device = Device.register(
        kind=body.kind,
        platform=body.platform,
        address=body.token,
        customer=_customer_of(body),
        language=body.language or "",
    )
    return 200, {"id": device.pk}


@devices.delete("/{id}", response={204: None, 404: ErrorOut}, summary="Remove a device")
def remove(request, id: int = Path(ge=1, le=2**63 - 1)):
    """No push goes there any more, until it is registered again. A repeat does no harm."""
    needs(request, Scope.DEVICES)
    get_object_or_404(Device, pk=id, user=None).bury("removed")
    return HttpResponse(status=204)


STANDING = ("state", "why", "proof", "language", "shown", "created_at", "settled_at")
TIMES = ("armed_at", "called_at", "accepted_at", "receipt_at", "opened_at", "settled_at")


def _wish(body: NotificationIn) -> Wish:
    identity = (body.identity.kind, body.identity.value) if body.identity else None
    return Wish(body.category, body.customer, identity, body.variables, body.language or "")


def _read(item: object) -> Wish:
    """What is asked for, or what is wrong with how; of that too the ledger gets a row."""
    try:
        return _wish(NotificationIn.model_validate(item))
    except ValidationError as error:
        category = item.get("category") if isinstance(item, dict) else None
        found = faults(error.errors(include_url=False, include_input=False))
        return Wish(category if isinstance(category, str) else "", faults=found)


def _told(reply: Reply) -> dict:
    row = reply.notification
    named = {"id": str(row.public_id)}
    if reply.refusal:
        return named | problem(reply.refusal, reply.sentence, reply.fields)
    return named | {"state": str(row.state), "why": row.why}


def _step(step: Step) -> dict:
    target = masked(KIND_OF[step.channel], step.address) if step.channel in KIND_OF else step.target
    plain = {name: getattr(step, name) for name in ("channel", "state", "provider", "error", "late", *TIMES)}
    return plain | {"target": target, "meaning": str(meaning(step.error)) if step.error else ""}


def _customer_of(body: ForSomebody) -> Customer:
    if body.identity is None:
        customer = Customer.objects.filter(pk=body.customer or 0).first()
        if customer is None:
            raise Problem("invalid", fields={"customer": meaning("unknown_customer")})
        return customer
    try:
        return vouched(body.identity.kind, body.identity.value, by=SYSTEM)[0]
    except BadValue as error:
        raise Problem("invalid", fields={"identity": " ".join(error.messages)}) from None
