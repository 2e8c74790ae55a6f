"""What each page of a ticket asks, prepared: the ORM takes longer to compose it than the database to answer it."""

from collections.abc import Iterable, Mapping

from django.db.models import BigIntegerField

from accounts.models import User
from core.statements import Objects, Statement, Whole
from customers.models import Customer
from tickets.models import Message, Ticket

# As `visible_to` has it.
SEEN = Objects(
    """
SELECT {ticket}, {customer}, {assignee} FROM tickets_ticket ticket
JOIN customers_customer customer ON customer.id = customer_id
LEFT JOIN accounts_user assignee ON assignee.id = assignee_id
WHERE ticket.id = %(number)s AND (%(everything)s OR department_id = ANY(%(departments)s::bigint[])
    OR department_id IS NULL OR assignee_id = %(agent)s)
""",
    ticket=Whole(Ticket),
    customer=Whole(Customer),
    assignee=Whole(User),
)
# The same for many agents at once.
SEEN_AMONG = Statement("""
SELECT agent, id FROM unnest(
    %(agents)s::bigint[], %(numbers)s::bigint[], %(everything)s::boolean[], %(departments)s::text[]
) AS asked (agent, number, everything, departments)
JOIN tickets_ticket ON id = number
WHERE everything OR department_id = ANY(departments::bigint[]) OR department_id IS NULL OR assignee_id = agent
""")
NEWEST = Objects(
    """
SELECT {message}, {author} FROM tickets_message message LEFT JOIN accounts_user author ON author.id = author_id
WHERE ticket_id = %(ticket)s AND seq < %(before)s ORDER BY seq DESC LIMIT %(count)s
""",
    message=Whole(Message),
    # What a message shows of who wrote it.
    author=Whole(User, "email", "name", "public_name", "photo"),
)
# No place of a message is as high.
BEYOND = 2**31


def ticket_seen(*, by: User, number: int) -> Ticket | None:
    """With its customer and whoever has it; None for whoever may not see it."""
    if not by.is_active or number > BigIntegerField.MAX_BIGINT:
        return None
    everything = by.has_perm("tickets.view_all")
    departments = [] if everything else list(by.department_ids)
    found = SEEN.first(number=number, everything=everything, departments=departments, agent=by.pk)
    if found is None:
        return None
    ticket, ticket.customer, ticket.assignee = found
    return ticket


def seen_among(watched: Mapping[User, Iterable[int]]) -> set[tuple[int, int]]:
    """(agent, ticket) of those that each of these agents may see."""
    asked = [_asked(agent, number) for agent, numbers in watched.items() if agent.is_active for number in numbers]
    if not asked:
        return set()
    agents, numbers, everything, departments = map(list, zip(*asked, strict=True))
    rows = SEEN_AMONG.rows(agents=agents, numbers=numbers, everything=everything, departments=departments)
    return set(rows)


def _asked(agent: User, number: int) -> tuple[int, int, bool, str]:
    everything = agent.has_perm("tickets.view_all")
    departments = "" if everything else ",".join(map(str, agent.department_ids))
    return agent.pk, number, everything, f"{{{departments}}}"


def newest_messages(ticket: Ticket, count: int, *, before_seq: int | None = None) -> list[Message]:
    """The last `count` (before the one at `before_seq`) with their authors, the newest first."""
    before = BEYOND if before_seq is None else before_seq
    rows = NEWEST.all(ticket=ticket.pk, before=before, count=count)
    for message, author in rows:
        message.ticket, message.author = ticket, author
    return [message for message, _author in rows]
