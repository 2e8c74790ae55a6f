from django.utils.translation import gettext as _

from accounts.forms import PresenceForm
from accounts.models import Presence
from analytics.views.scoping import led_for, scope_for
from analytics.views.telling import refused, told

SAID = {
    Presence.Status.ONLINE: lambda: _("%(name)s gets chats again."),
    Presence.Status.BUSY: lambda: _("%(name)s is set to “Busy”, and told so."),
    Presence.Status.AWAY: lambda: _("%(name)s is set to “Away”, and told so."),
}


def update(request, pk):
    """Out of the queue, or back into it, by the supervisor's word; the log and the operator learn whose it was."""
    person = led_for(scope_for(request), pk)
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return refused(_("Choose one of the offered statuses."))
    status = form.cleaned_data["status"]
    person.presence.go(status, by=request.user)
    return told(request, SAID[status]() % {"name": person.display_name})
