"""A helpdesk in which every text that anybody may write is somebody's attempt."""

from django.db.models.functions import Now

from accounts.models import Department
from customers.models import Customer, Identity, Organisation
from tests.conftest import person
from tests.security.vectors import VECTORS
from tickets.models import Attachment, Feedback, Message, PageVisit, Session, Ticket


def poisoned_person(department, number: int, text: str):
    """An operator whose names are an attempt."""
    user = person(f"agent{number}", department)
    user.name, user.public_name = text[:150], text[:150]
    user.save()
    return user


def poisoned_customer(texts: list[str]) -> Customer:
    first, second, third = texts[0], texts[1 % len(texts)], texts[2 % len(texts)]
    organisation = Organisation.objects.create(name=first[:200], notes="\n".join(texts))
    customer = Customer.objects.create(
        name=second[:200],
        preferred_name=third[:100],
        organisation=organisation,
        notes="\n".join(texts),
        language=first[:10],
        time_zone=second[:64],
    )
    Identity.objects.bulk_create(
        Identity(customer=customer, kind="widget", value=f"{number} {text}"[:320]) for number, text in enumerate(texts)
    )
    return customer


def attach(message: Message, text: str) -> Attachment:
    """Names as no upload leaves them: the screens must not trust what stands in the database."""
    name = kind = text[:120]
    return Attachment(message=message, name=name, content_type=kind, size=7, file="attachments/x", discard_at=None)


def poisoned_ticket(customer, agent, department, texts: list[str], *, about=None) -> Ticket:
    """Everything that can happen in a ticket, each time with one of these texts; written past the verbs, for speed."""
    ticket, _ = Ticket.open(customer=customer, channel="widget", text=texts[0], by=customer, department=department)
    said = [row for text in texts for row in (about or all_about)(text, agent)]
    for number, row in enumerate(said, start=2):
        row.ticket, row.seq, row.version = ticket, number, number
        row.public_seq = row.public_version = number if row.visibility == "public" else None
    Message.objects.bulk_create(said)
    Attachment.objects.bulk_create(attach(row, row.text) for row in said if row.has_files)
    last = len(said) + 1
    Ticket.objects.filter(pk=ticket.pk).update(
        subject=texts[-1][:200], last_text=texts[0][:160], version=last, public_version=last, last_seq=last,
        last_public_seq=last, assignee=agent, status="on_hold", on_hold_reason=texts[0][:200],
    )  # fmt: skip
    session = Session.objects.get(ticket=ticket)
    said = {
        "comment": texts[0],
        "commented_at": Now(),
        "answers": {text: text for text in texts},
        "summary": texts[-1][:500],
    }
    Feedback.objects.create(session=session, department=department, **said)
    PageVisit.objects.bulk_create(PageVisit(session=session, url=text[:500], title=text[:200]) for text in texts)
    return ticket


def all_about(text: str, agent) -> list[Message]:
    happened = {"name": text, "assignee": text, "department": text, "reason": text}
    internal = {"visibility": "internal", "author": agent}
    return [
        Message(author_kind="customer", text=text, has_files=True),
        Message(author_kind="agent", author=agent, text=text, has_files=True),
        Message(author_kind="bot", text=text),
        Message(author_kind="agent", text=text, **internal),
        Message(author_kind="system", author=agent, happening="joined", details=happened),
        Message(author_kind="system", happening="held", details=happened, **internal),
        Message(author_kind="system", happening="transferred", details=happened, visibility="internal"),
        Message(author_kind="system", happening="commented", details={"name": text}, text=text, visibility="internal"),
    ]


def said_to_a_customer(text: str, agent) -> list[Message]:
    own = [Message(author_kind="customer", text=text)] if len(text) % 4 == 0 else []
    happened = [Message(author_kind="system", happening="transferred", details={"department": text})]
    return [Message(author_kind="agent", author=agent, text=text, has_files=True), *own, *(happened if own else [])]


def queue_of(agent, departments) -> None:
    """A row of the list for every text: whose it is, what it is about, what was said last."""
    customers = Customer.objects.bulk_create(Customer(name=text[:200], preferred_name=text[:100]) for text in VECTORS)
    Ticket.objects.bulk_create(
        Ticket(
            customer=customer,
            channel="email",
            subject=text[:200],
            last_text=text,
            department=department,
            assignee=agent,
        )
        for customer, text, department in zip(customers, VECTORS, departments, strict=True)
    )


def poisoned_departments() -> list[Department]:
    return Department.objects.bulk_create(
        Department(name=text[:100], slug=f"d{number}", icon=text[:40]) for number, text in enumerate(VECTORS)
    )


def parts(count: int) -> list[list[str]]:
    return [VECTORS[number::count] for number in range(count)]
