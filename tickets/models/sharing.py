from django.db import models
from django.db.models import Q


class SharedQuerySet(models.QuerySet):
    """Of what is somebody's own, a department's or everybody's: `owner`, `department`, or neither."""

    def usable_by(self, agent):
        """Shared ones, those of the agent's departments, and his own."""
        shared = Q(owner=None, department=None)
        theirs = Q(owner=None) if agent.has_perm("tickets.view_all") else Q(department_id__in=agent.department_ids)
        return self.filter(is_active=True).filter(shared | theirs | Q(owner=agent))

    def editable_by(self, agent):
        """One's own; a supervisor's departments'; for who manages the house, all that are not somebody's own."""
        own = Q(owner=agent)
        if agent.has_perm("accounts.manage"):
            return self.filter(own | Q(owner=None))
        if agent.has_perm("tickets.supervise"):
            return self.filter(own | Q(department_id__in=agent.department_ids))
        return self.filter(own)
