from chat.models.conversation import Conversation
from chat.models.lead import Lead
from chat.models.link import ConversationLink
from chat.models.site import Site
from chat.models.visitor import Visitor

__all__ = ["Conversation", "ConversationLink", "Lead", "Site", "Visitor"]
