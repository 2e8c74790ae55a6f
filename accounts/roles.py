"""What each role may do and see, as permissions a view can ask for: `user.has_perm("tickets.supervise")`."""

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    TRAINEE = "trainee", _("Trainee")
    OPERATOR = "operator", _("Operator")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMIN = "admin", _("Admin")


# Access by kind of information: the word of the settings (TRAINEES_SEE, OPERATORS_SEE, ...), and the right it gives.
INFORMATION = {
    "contacts": "customers.view_contacts",
    "notes": "customers.view_notes",
    "payments": "tickets.view_payments",
    "sales": "tickets.view_sales",
}
ALL = frozenset({
    "tickets.view_all", "tickets.supervise", "tickets.redact", "accounts.manage", "notifications.manage",
    *INFORMATION.values(),
})  # fmt: skip

# What each role may do, whatever it may see.
PERMISSIONS: dict[str, frozenset[str]] = {
    Role.TRAINEE: frozenset(),
    Role.OPERATOR: frozenset({"tickets.redact"}),
    # A supervisor supervises the departments he is a member of, not the whole house.
    Role.SUPERVISOR: frozenset({"tickets.supervise", "tickets.redact"}),
    Role.ADMIN: ALL,
}


def permissions_of(role: str) -> frozenset[str]:
    return PERMISSIONS.get(role, frozenset()).union(INFORMATION[kind] for kind in settings.SEEN_BY.get(role, ()))


def grants(role: str, permission: str) -> bool:
    """An admin may do everything, Django's own model permissions included."""
    return role == Role.ADMIN or permission in permissions_of(role)
