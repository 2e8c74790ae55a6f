from django.shortcuts import get_object_or_404, render

from notifications.ledger.life import life_of
from notifications.ledger.listing import with_steps
from notifications.models import Notification
from notifications.views.alarms import open_alarms
from notifications.views.doors import for_readers


@for_readers
def show(request, public_id):
    """One notification, second by second."""
    context = _life(request, public_id) | {"section": "ledger", "alarms": open_alarms()}
    return render(request, "notifications/life.html", context)


@for_readers
def refresh(request, public_id):
    """The same while it is on its way; the answer no longer asks again when it has ended."""
    return render(request, "notifications/life.html#whole", _life(request, public_id))


def _life(request, public_id) -> dict:
    one = get_object_or_404(with_steps(Notification.objects.all()), public_id=public_id)
    life = life_of(one, sees_contacts=request.user.has_perm("customers.view_contacts"))
    return {"one": one, "life": life}
