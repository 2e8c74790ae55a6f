"""What open boards hear of at once besides the pokes of their departments' lists."""

from django.db.models import Q

from accounts.events import AgentStatusChanged
from accounts.models import Membership, User
from accounts.roles import Role, grants
from core.events.kinds import live
from core.live.publishing import push_many

SUPERVISES = [role for role in Role if grants(role, "tickets.supervise")]
SEES_ALL = [role for role in Role if grants(role, "tickets.view_all")]


@live(AgentStatusChanged)
def poke_the_boards(event: AgentStatusChanged) -> None:
    """Of whoever supervises the person whose status changed."""
    departments = Membership.objects.filter(user=event.agent_id).values("department")
    there = Q(role__in=SUPERVISES, memberships__department__in=departments)
    watchers = User.objects.active().filter(there | Q(role__in=SEES_ALL)).order_by().distinct()
    frame = {"type": "poke", "topic": "board"}
    push_many((f"agent.{pk}", frame) for pk in watchers.values_list("pk", flat=True))
