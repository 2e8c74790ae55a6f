"""Customers as a system of the house names them: what it says of an identity is proof, as a site’s signature is."""

from django.db import transaction

from customers.models import Customer, Identity
from customers.models.identity import IdentityTaken


def vouched(kind: str, value: str, *, by) -> tuple[Customer, bool]:
    """Who holds this identity, or a new customer who does; and whether he is new.

    Raises ValidationError for an address that is none. Somebody's unproved claim to it finds nobody.
    """
    if holder := Customer.objects.holding(kind, value).first():
        return holder, False
    try:
        with transaction.atomic():
            customer = Customer.objects.create()
            customer.identify(kind, value, how=Identity.How.SIGNED, by=by)
            return customer, True
    except IdentityTaken:
        # Another request made him at the same time.
        return Customer.objects.holding(kind, value).get(), False
