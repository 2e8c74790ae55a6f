from accounts.models.department import Department, Membership
from accounts.models.presence import Presence, PresenceChange
from accounts.models.user import User

__all__ = ["Department", "Membership", "Presence", "PresenceChange", "User"]
