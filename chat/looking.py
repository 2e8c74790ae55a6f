"""Where the visitor is and was, so that nobody has to ask (R5, R6)."""

from datetime import datetime

from django.db import transaction

from chat.directory import directory
from chat.models import Conversation, Visitor
from tickets.models.page_visit import bare_address

# Raised with every new wording of the widget's question (static/widget/note.js): what somebody agreed to is kept.
CONSENT_TEXT = "1"


def look_at(visitor: Visitor, conversation: Conversation | None, page: dict | None) -> None:
    """Remember the page and show it to the agents of the conversation. The same page again changes nothing."""
    if page is None or not may_be_seen(visitor):
        return
    keep = parameters_of(visitor)
    if not visitor.look_at(bare_address(page["url"], keep=keep), page["title"]):
        return
    if conversation is None or not conversation.ticket.has_live_session:
        visitor.keep_page()
    else:
        by = visitor.become_somebody()
        conversation.ticket.visit(url=visitor.page_url, title=visitor.page_title, keep=keep, by=by)


@transaction.atomic
def take_along(visitor: Visitor, ticket) -> None:
    """What led to these words goes into the session that they began."""
    pages = [(each["url"], each["title"], datetime.fromisoformat(each["at"])) for each in visitor.hand_over_pages()]
    ticket.came_by(pages, by=visitor.become_somebody())


def withdraw(visitor: Visitor, *, text: str) -> None:
    """The customer no longer agrees: what is known of where he was goes, here and in his tickets."""
    visitor.agree(to_pages=False, text=text)
    visitor.leads.update(page_url="")
    for conversation in visitor.conversations().select_related("ticket"):
        conversation.ticket.forget_pages(by=visitor.become_somebody())


def parameters_of(visitor: Visitor) -> list[str]:
    site = directory.site(visitor.site_id)
    return site.page_parameters if site else []


def may_be_seen(visitor: Visitor) -> bool:
    """Where the site asks first, what is sent without a yes is not kept."""
    site = directory.site(visitor.site_id)
    return visitor.agreed_at is not None or site is None or not site.asks_consent
