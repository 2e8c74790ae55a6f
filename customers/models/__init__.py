from customers.models.customer import Customer, NotesChanged
from customers.models.identity import Identity, IdentityTaken
from customers.models.organisation import Organisation

__all__ = ["Customer", "Identity", "IdentityTaken", "NotesChanged", "Organisation"]
