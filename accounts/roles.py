"""What each role may do, as permissions a view can ask for: `user.has_perm("tickets.supervise")`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    OPERATOR = "operator", _("Operator")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMIN = "admin", _("Admin")


ALL = frozenset({"tickets.view_all", "tickets.supervise", "accounts.manage"})

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.OPERATOR: frozenset(),
    # A supervisor supervises the departments he is a member of, not the whole house.
    Role.SUPERVISOR: frozenset({"tickets.supervise"}),
    Role.ADMIN: ALL,
}


def permissions_of(role: str) -> frozenset[str]:
    return PERMISSIONS.get(role, frozenset())


def grants(role: str, permission: str) -> bool:
    """An admin may do everything, Django's own model permissions included."""
    return role == Role.ADMIN or permission in permissions_of(role)
