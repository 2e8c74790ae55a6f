import json
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from accounts.bearer import keyring
from accounts.models import ApiToken, Scope
from core.sweeps.claiming import run_due
from customers.models import Identity
from notifications.catalogue import catalogue
from notifications.models import Category, Device, Notification, Template
from notifications.notifying import notify

NOTIFICATIONS = "/api/v1/notifications"


@pytest.fixture
def payment(db):
    """A category with push, then SMS, in English."""
    category = Category.objects.create(
        slug="payment", name="Payment", variables=[{"name": "amount", "example": "5 EUR", "secret": False}]
    )
    for channel in ("push", "sms"):
        Template.objects.create(category=category, channel=channel, language="en", body="Paid {amount}")
    return category


@pytest.fixture
def phone_of_dave(dave):
    """A registered app."""
    return Device.register(kind="fcm", platform="android", address="token-of-dave", customer=dave)


@pytest.fixture
def number_of_dave(dave):
    return dave.identify("phone", "+380441234567", how=Identity.How.SIGNED, by=dave)


@pytest.fixture
def console(settings):
    """Every provider takes everything and brings nothing anywhere."""
    settings.CONSOLE_PROVIDERS = True


@pytest.fixture
def pass_time():
    """Let a notification's deadline come `seconds` nearer, then sweep."""

    def move(notification, seconds):
        Notification.objects.filter(pk=notification.pk).exclude(due_at=None).update(
            due_at=F("due_at") - timedelta(seconds=seconds)
        )
        run_due()
        notification.refresh_from_db()

    return move


@pytest.fixture
def told_by_push(payment, dave, number_of_dave, console):
    """`told_by_push(server, fault)`: Dave is told of a payment, and so answers the provider; both rows of it."""

    def tell(server, *faults):
        server.faults.next = list(faults)
        notification = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test")
        run_due()
        notification.refresh_from_db()
        return notification, notification.steps.get(channel="push")

    return tell


@pytest.fixture
def _nothing_remembered():
    """What this process keeps for seconds belongs to the tests before."""
    keyring.forget()
    catalogue.forget()


@pytest.fixture
def secret(admin):
    return ApiToken.make(name="Core banking", scopes=list(Scope.values), by=admin)[1]


@pytest.fixture
def bank(secret):
    return Bank(secret)


class Bank:
    """A system of the house that has a token."""

    def __init__(self, secret):
        self.http = Client(headers={"Authorization": f"Bearer {secret}"})

    def post(self, content, url=NOTIFICATIONS, key=None):
        headers = {"Idempotency-Key": key} if key else {}
        body = content if isinstance(content, str) else json.dumps(content)
        return self.http.post(url, body, content_type="application/json", headers=headers)

    def get(self, id):
        return self.http.get(f"{NOTIFICATIONS}/{id}")
