from dataclasses import dataclass

from core.events.kinds import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CustomerEvent(DomainEvent, name="customer"):
    """Ids alone: names and addresses stay on the rows, where an erasure finds them."""

    customer_id: int

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"


class CustomerRenamed(CustomerEvent, name="customer.renamed"):
    pass


@dataclass(frozen=True, kw_only=True)
class PreferredNameSet(CustomerEvent, name="customer.preferred_name_set"):
    source: str


@dataclass(frozen=True, kw_only=True)
class CustomerEdited(CustomerEvent, name="customer.edited"):
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class IdentityAdded(CustomerEvent, name="customer.identity_added"):
    identity_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class IdentityVerified(CustomerEvent, name="customer.identity_verified"):
    identity_id: int
    kind: str
    how: str


@dataclass(frozen=True, kw_only=True)
class IdentityRemoved(CustomerEvent, name="customer.identity_removed"):
    identity_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class OrganisationAdded(DomainEvent, name="organisation.added"):
    organisation_id: int

    @property
    def stream(self) -> str:
        return f"organisation:{self.organisation_id}"
