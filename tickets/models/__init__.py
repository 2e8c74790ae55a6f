from tickets.models.attachment import Attachment
from tickets.models.attention import Follower, Mention
from tickets.models.canned import CannedReply, CannedUse
from tickets.models.draft import Draft
from tickets.models.field import Field
from tickets.models.merge import Merge
from tickets.models.message import Message
from tickets.models.revision import Revision
from tickets.models.session import PageVisit, Session
from tickets.models.tag import Tag
from tickets.models.ticket import Ticket
from tickets.models.view import View
from tickets.models.word import Bookmark, Word

__all__ = [
    "Attachment",
    "Bookmark",
    "CannedReply",
    "CannedUse",
    "Draft",
    "Field",
    "Follower",
    "Mention",
    "Merge",
    "Message",
    "PageVisit",
    "Revision",
    "Session",
    "Tag",
    "Ticket",
    "View",
    "Word",
]
