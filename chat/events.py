from dataclasses import dataclass

from core.events.kinds import DomainEvent


@dataclass(frozen=True, kw_only=True)
class LeadEvent(DomainEvent, name="lead"):
    """Ids alone: what somebody typed stays on the row, and goes with it."""

    lead_id: int

    @property
    def stream(self) -> str:
        return f"lead:{self.lead_id}"


@dataclass(frozen=True, kw_only=True)
class LeadCreated(LeadEvent, name="lead.created"):
    site_id: int


@dataclass(frozen=True, kw_only=True)
class LeadMadeCustomer(LeadEvent, name="lead.made_customer"):
    customer_id: int
    is_new: bool


class LeadErased(LeadEvent, name="lead.erased"):
    pass
