"""Proof from the device itself: a signed word in each push that only the one who received it can send back."""

import uuid

from django.core import signing

from notifications.models import Step

_signer = signing.Signer(salt="notifications.receipt")


def receipt_for(step: Step) -> str:
    """What travels inside the push and comes back to `/push/receipt`."""
    return _signer.sign(step.reference.hex)


def receive(receipt: str, *, opened: bool = False) -> None:
    """Raises signing.BadSignature for anything we have not signed ourselves; a repeat does no harm."""
    reference = uuid.UUID(_signer.unsign(receipt))
    if step := Step.objects.filter(reference=reference).first():
        step.receive(opened=opened)
