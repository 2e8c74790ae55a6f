"""What was done, said in a toast, with the request that takes it back."""

import json
from dataclasses import dataclass, field

from django.urls import reverse


@dataclass(frozen=True)
class Done:
    sentence: str
    undo: str = ""
    verb: str = "post"
    given: dict = field(default_factory=dict)
    # Where the operator may sum up what he has just ended.
    summary: str = ""

    @property
    def values(self) -> str:
        return json.dumps(self.given)


def back_to(ticket, sentence: str) -> Done:
    """With whoever has the ticket now, before it is changed; nobody: back to the queue."""
    there = reverse("tickets:assignment", args=[ticket.pk])
    if ticket.assignee_id:
        return Done(sentence, there, given={"agent": ticket.assignee_id})
    return Done(sentence, there, "delete")


def ended(ticket, sentence: str) -> Done:
    """Closed or resolved: it can be reopened, and summed up."""
    at = [ticket.pk]
    return Done(sentence, reverse("tickets:closure", args=at), "delete", summary=reverse("tickets:summary", args=at))
