"""What the demo's people do to messages afterwards: they quote, answer with an emoji, correct and take back."""

from tickets.models import Ticket


class Mends:
    """Verbs of a script about the last message of the other side, or the last of one's own."""

    ticket: Ticket

    def quotes(self, step, who) -> None:
        quoted = self._said().exclude(author_kind=_kind_of(who)).last()
        said = {"text": step.words, "client_id": step.id, "reply_to": quoted.client_id, "by": who}
        if who.actor_kind == "agent":
            self.ticket.reply(**said)
        else:
            self.ticket.receive(**said)

    def reacts(self, step, who) -> None:
        self.ticket.react(self._said().exclude(author_kind=_kind_of(who)).last(), step.words, by=who)

    def corrects(self, step, who) -> None:
        self.ticket.edit(self._said().filter(author=who).last(), step.words, by=who)

    def takes_back(self, step, who) -> None:
        self.ticket.redact(self._said().filter(author=who).last(), by=who)

    def blacks_out(self, step, who) -> None:
        self.ticket.redact_words(self._said().exclude(author_kind=_kind_of(who)).last(), step.words, by=who)

    def _said(self):
        return self.ticket.messages.public().filter(happening="", redacted_at=None).order_by("seq")


def _kind_of(who) -> str:
    return "agent" if who.actor_kind == "agent" else "customer"
