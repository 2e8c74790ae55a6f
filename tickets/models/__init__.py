from tickets.models.attachment import Attachment
from tickets.models.attention import Follower, Mention
from tickets.models.canned import CannedReply
from tickets.models.draft import Draft
from tickets.models.feedback import Feedback
from tickets.models.field import Field
from tickets.models.message import Message
from tickets.models.question import Question
from tickets.models.revision import Revision
from tickets.models.sentiment import SentimentHit, SentimentWord
from tickets.models.session import PageVisit, Session
from tickets.models.tag import Tag
from tickets.models.ticket import Ticket
from tickets.models.view import View
from tickets.models.word import Bookmark, Word

__all__ = [
    "Attachment",
    "Bookmark",
    "CannedReply",
    "Draft",
    "Feedback",
    "Field",
    "Follower",
    "Mention",
    "Message",
    "PageVisit",
    "Question",
    "Revision",
    "SentimentHit",
    "SentimentWord",
    "Session",
    "Tag",
    "Ticket",
    "View",
    "Word",
]
