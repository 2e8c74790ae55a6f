from tickets.models.attachment import Attachment
from tickets.models.message import Message
from tickets.models.session import PageVisit, Session
from tickets.models.ticket import Ticket

__all__ = ["Attachment", "Message", "PageVisit", "Session", "Ticket"]
