"""Where the visitor is, so that nobody has to ask (R5)."""

from chat.models import Conversation, Visitor
from tickets.models.session import without_query


def look_at(visitor: Visitor, conversation: Conversation | None, page: dict | None) -> None:
    """Remember the page and show it to the agents of the conversation. The same page again changes nothing."""
    if page is None:
        return
    changed = visitor.look_at(without_query(page["url"]), page["title"])
    if conversation and changed:
        show_page(visitor, conversation)


def show_page(visitor: Visitor, conversation: Conversation) -> None:
    if visitor.page_url:
        conversation.ticket.visit(url=visitor.page_url, title=visitor.page_title, by=visitor.become_somebody())
