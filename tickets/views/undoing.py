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

    @property
    def values(self) -> str:
        return json.dumps(self.given)


def back_to(ticket, sentence: str) -> Done:
    """With whoever has the ticket now, before it is changed; nobody: back to the queue."""
    there = reverse("tickets:assignment", args=[ticket.pk])
    if ticket.assignee_id:
        return Done(sentence, there, given={"agent": ticket.assignee_id})
    return Done(sentence, there, "delete")
