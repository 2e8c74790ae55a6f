from tickets.models.attachment import Attachment
from tickets.models.attention import Follower, Mention
from tickets.models.canned import CannedReply, CannedUse
from tickets.models.card import Card
from tickets.models.chat_rules import ChatRules
from tickets.models.draft import Draft
from tickets.models.escalating import Escalation
from tickets.models.feedback import Feedback
from tickets.models.field import Field
from tickets.models.merge import Merge
from tickets.models.message import Message
from tickets.models.page_visit import PageVisit
from tickets.models.question import Question
from tickets.models.revision import Revision
from tickets.models.routing import Routing, Seat
from tickets.models.rule import RoutingRule, RuleMatch
from tickets.models.sentiment import SentimentHit, SentimentWord
from tickets.models.session import Session
from tickets.models.tag import Tag
from tickets.models.ticket import Ticket
from tickets.models.view import View
from tickets.models.word import Bookmark, Word

__all__ = [
    "Attachment",
    "Bookmark",
    "CannedReply",
    "CannedUse",
    "Card",
    "ChatRules",
    "Draft",
    "Escalation",
    "Feedback",
    "Field",
    "Follower",
    "Mention",
    "Merge",
    "Message",
    "PageVisit",
    "Question",
    "Revision",
    "Routing",
    "RoutingRule",
    "RuleMatch",
    "Seat",
    "SentimentHit",
    "SentimentWord",
    "Session",
    "Tag",
    "Ticket",
    "View",
    "Word",
]
