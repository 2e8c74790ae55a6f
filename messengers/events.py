from dataclasses import dataclass

from core.events.kinds import DomainEvent


@dataclass(frozen=True, kw_only=True)
class SmsCountryEdited(DomainEvent, name="sms_country.edited"):
    """Made is edited, too: what SMS may cost and where they go is for the audit."""

    country: str
    fields: list[str]

    @property
    def stream(self) -> str:
        return f"sms_country:{self.country}"


@dataclass(frozen=True, kw_only=True)
class SmsLimitsEdited(DomainEvent, name="sms_limits.edited"):
    fields: list[str]

    @property
    def stream(self) -> str:
        return "sms_limits"
