"""Where the visitor is, so that nobody has to ask (R5)."""

from chat.directory import directory
from chat.models import Conversation, Visitor
from tickets.models.session import without_query


def look_at(visitor: Visitor, conversation: Conversation | None, page: dict | None) -> None:
    """Remember the page and show it to the agents of the conversation. The same page again changes nothing."""
    if page is None or not _may_be_seen(visitor):
        return
    changed = visitor.look_at(without_query(page["url"]), page["title"])
    if conversation and changed:
        show_page(visitor, conversation)


def show_page(visitor: Visitor, conversation: Conversation) -> None:
    if visitor.page_url:
        conversation.ticket.visit(url=visitor.page_url, title=visitor.page_title, by=visitor.become_somebody())


def _may_be_seen(visitor: Visitor) -> bool:
    """Where the site asks first, what is sent without a yes is not kept."""
    site = directory.site(visitor.site_id)
    return visitor.agreed_at is not None or site is None or not site.asks_consent
