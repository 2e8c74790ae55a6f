from dataclasses import dataclass

from core.events.kinds import DomainEvent


@dataclass(frozen=True, kw_only=True)
class SiteEvent(DomainEvent, name="site"):
    site_id: int

    @property
    def stream(self) -> str:
        return f"site:{self.site_id}"


class SiteMade(SiteEvent, name="site.made"):
    pass


@dataclass(frozen=True, kw_only=True)
class SiteEdited(SiteEvent, name="site.edited"):
    """`fields` are the names of what changed, as its form calls them."""

    fields: list[str]


class SiteSecretRenewed(SiteEvent, name="site.secret_renewed"):
    pass


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
