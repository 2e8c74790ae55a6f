"""A reply that found nobody there reaches the customer elsewhere, with a link into this one conversation."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from chat.models import ConversationLink, Site
from notifications.models import Category, Notification
from notifications.notifying import notify
from tickets.models import Message, Ticket

CATEGORY = "support-chat"
SOURCE = "chat"
LONGEST_QUOTE = 120


def tell_of(ticket: Ticket, message: Message) -> Notification | None:
    """Once per message: the first of a burst. None where the house has no such category, or it was read meanwhile."""
    key = f"{ticket.pk}:{message.pk}"
    category = Category.objects.filter(slug=CATEGORY).first()
    if category is None or message.public_seq is None or ticket.customer_read_seq >= message.public_seq:
        return None
    if known := Notification.objects.filter(source=SOURCE, key=key).first():
        return known
    return notify(
        category=category,
        customer=ticket.customer,
        variables=_variables(category, ticket, message),
        source=SOURCE,
        key=key,
        ticket=ticket,
        until_read=message.public_seq,
    )


def _variables(category: Category, ticket: Ticket, message: Message) -> dict[str, str]:
    """Those of them that the category knows. What was written goes along only where the house wishes it (P-15)."""
    with translation.override((ticket.customer.language or settings.LANGUAGE_CODE)[:2]):
        values = {
            "operator": message.author.display_name if message.author else _("An operator"),
            "company": Site.objects.active().order_by("pk").values_list("name", flat=True).first() or _("Support"),
            "message": Truncator(message.text).chars(LONGEST_QUOTE) if category.shows_content else "",
        }
    values["url"] = f"{settings.PUBLIC_URL}{reverse('chat:link', args=[ConversationLink.objects.to(ticket)])}"
    known = {each["name"] for each in category.variables}
    return {name: value for name, value in values.items() if name in known}
