"""A made-up chat as a department's rules would have it, for whoever sets them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from customers.models import Customer
from tickets import automatic
from tickets.models import ChatRules, Ticket

NUMBER = 2041


@dataclass(frozen=True)
class Line:
    """`who` is customer, agent, bot or system; of the time that passes before it, `when` tells."""

    who: str
    text: str
    when: str = ""


def rehearsed(rules: ChatRules, *, operator, language: str, now: datetime) -> list[Line]:
    """From the first word to the end. `language` is the customer's; the times between are told in the reader's."""
    return [line for line in _Rehearsal(rules, operator, language, now).lines() if line.text]


class _Rehearsal:
    def __init__(self, rules: ChatRules, operator, language: str, now: datetime):
        self.rules, self.operator, self.language, self.now = rules, operator, language, now
        department = rules.department
        with translation.override(language):
            customer = Customer(name=pgettext("a customer’s name", "Maria"), language=language, time_zone="")
        due = department.answer_due(now) or now + department.reply_within
        self.ticket = Ticket(pk=NUMBER, customer=customer, department=department, answer_due_at=due)

    def lines(self) -> list[Line]:
        rules = self.rules
        lines = [Line("customer", self._made_up("question"))]
        if rules.welcomes:
            lines += [
                Line("bot", self._said("on_the_way"), _("At once")),
                Line("bot", self._said("closed"), _("Instead, while you are closed")),
            ]
        if rules.nudges:
            lines.append(Line("bot", self._said("nudge"), self._passed(_("After waiting %(time)s"), rules.nudge_after)))
        lines.append(Line("system", self._made_up("joined") % {"name": self.operator.display_name}))
        if rules.greets:
            lines.append(Line("agent", self._said("greeting")))
        lines.append(Line("agent", self._made_up("answer")))
        return lines + (self._ending() if rules.ends else [])

    def _ending(self) -> list[Line]:
        rules = self.rules
        lines = [Line("bot", self._said("warning"), self._passed(_("After a silence of %(time)s"), rules.warn_after))]
        when = self._passed(_("After another %(time)s"), rules.end_after)
        if rules.says_farewell:
            lines.append(Line("bot", self._said("farewell"), when))
            when = ""
        return [*lines, Line("system", self._made_up("ended"), when)]

    def _said(self, kind: str) -> str:
        return automatic.words(kind, ticket=self.ticket, rules=self.rules, operator=self.operator, now=self.now)

    def _made_up(self, what: str) -> str:
        with translation.override(self.language):
            return {
                "question": _("Hello! I was charged twice for one coffee. Can you help?"),
                "joined": _("%(name)s joined the conversation"),
                "answer": _("One of the two is only reserved, and comes back by tomorrow evening."),
                "ended": _("The chat has ended"),
            }[what]

    @staticmethod
    def _passed(words: str, span: timedelta) -> str:
        return words % {"time": automatic.minutes(span)}
