"""How often one visitor, or one address on the network, may do what. A whole bank may sit behind one address."""

from chat.refusals import Refusal
from core.limits import Limit

LOOKS = Limit("widget.look", "600/1m")
SESSIONS = Limit("widget.session", "300/1m")
NEW_VISITORS = Limit("widget.visitor", "600/1h")
CONVERSATIONS = Limit("widget.conversation", "20/1h")
CONVERSATIONS_FROM_ADDRESS = Limit("widget.conversation.address", "300/1h")
LEADS = Limit("widget.lead", "10/1h")
LEADS_FROM_ADDRESS = Limit("widget.lead.address", "100/1h")
MESSAGES = Limit("widget.message", "20/10s")
UPLOADS = Limit("widget.upload", "20/1m")
READS = Limit("widget.read", "120/1m")
ANSWERS = Limit("widget.answer", "60/1m")
MARKS = Limit("widget.mark", "120/1m")
LINKS = Limit("conversation.link", "30/1m")
# How often one agent may have a site asked anew.
CONNECTORS = Limit("desk.connector", "20/1m")


def spend(limit: Limit, key: object) -> None:
    if wait := limit.hit(key):
        raise Refusal("too_often", retry_after=wait)
