"""The department of a new request: the customer’s own choice, else the first rule that matches, else the usual."""

from dataclasses import dataclass
from typing import Any

from tickets.models import RoutingRule, RuleMatch, Ticket


@dataclass(frozen=True)
class FirstLine:
    department: Any
    rule: RoutingRule | None = None
    word: str = ""
    otherwise: Any = None

    def remember(self, ticket: Ticket) -> None:
        """Which rule it was stands in the ticket, and can be put right there."""
        if self.rule:
            ticket.tell_of_rule(self.rule.name)
            RuleMatch.objects.create(ticket=ticket, rule=self.rule, word=self.word, otherwise=self.otherwise)


def first_line(text: str, *, chosen, otherwise) -> FirstLine:
    """`chosen` is what the customer asked for, `otherwise` where a request goes that no rule knows."""
    found = None if chosen else RoutingRule.matching(text)
    if found is None:
        return FirstLine(chosen or otherwise)
    rule, word = found
    return FirstLine(rule.department, rule, word, otherwise)
