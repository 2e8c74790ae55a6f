"""What an operator types about a caller in one line: "Anna Petrenko, anna@example.com +380 44 000 12 34"."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.models import Customer, Identity
from customers.normalising import normalised

EMAIL = re.compile(r"[^\s<>,;()]+@[^\s<>,;()]+")
PHONE = re.compile(r"\+?\d[\d\s().-]{5,}\d")
LONGEST_NAME = 200


@dataclass(frozen=True)
class Introduction:
    """A person's name and the addresses typed beside it; nothing of it is proved."""

    name: str
    identities: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, text: str) -> "Introduction":
        """Raises ValidationError for an address that is none."""
        identities = []
        for kind, pattern in ((Identity.Kind.EMAIL, EMAIL), (Identity.Kind.PHONE, PHONE)):
            for found in pattern.findall(text):
                identities.append((kind, normalised(kind, found)))
            text = pattern.sub(" ", text)
        name = " ".join(text.replace(",", " ").replace(";", " ").replace("<", " ").replace(">", " ").split())
        if not name and not identities:
            raise ValidationError(_("Say who it is: a name, an e-mail or a phone number."))
        if len(name) > LONGEST_NAME:
            raise ValidationError(_("A name has at most %(most)d characters."), params={"most": LONGEST_NAME})
        return cls(name, tuple(identities))

    def meet(self, *, by) -> Customer:
        """A new customer, with these addresses as nothing but what was said."""
        customer = Customer.objects.create(name=self.name)
        for kind, value in self.identities:
            customer.identify(kind, value, by=by)
        return customer
