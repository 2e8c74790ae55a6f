from accounts.models.api_token import ApiToken, Scope
from accounts.models.department import Department, Membership
from accounts.models.hours import Holiday, OpeningHours
from accounts.models.presence import Presence, PresenceChange
from accounts.models.user import User

__all__ = [
    "ApiToken",
    "Department",
    "Holiday",
    "Membership",
    "OpeningHours",
    "Presence",
    "PresenceChange",
    "Scope",
    "User",
]
