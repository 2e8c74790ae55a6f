from customers.models.customer import Customer
from customers.models.identity import Identity
from customers.models.organisation import Organisation

__all__ = ["Customer", "Identity", "Organisation"]
