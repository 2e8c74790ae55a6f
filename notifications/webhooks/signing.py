"""Standard Webhooks: HMAC-SHA256 over id, time and body (https://www.standardwebhooks.com)."""

import base64
import hashlib
import hmac
import time

from notifications.models import WebhookDelivery


def headers_of(delivery: WebhookDelivery) -> dict[str, str]:
    at = int(time.time())
    secrets = delivery.endpoint.signing_secrets
    signatures = [signature(secret, delivery.message_id, at, delivery.body) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }


def signature(secret: str, message_id: str, at: int, body: str) -> str:
    """ "v1," and the signature; `secret` is "whsec_" and the key in base64."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.digest(key, f"{message_id}.{at}.{body}".encode(), hashlib.sha256)
    return f"v1,{base64.b64encode(signed).decode()}"
