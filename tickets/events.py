from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.events.kinds import DomainEvent

if TYPE_CHECKING:
    from tickets.models import Message


@dataclass(frozen=True, kw_only=True)
class TicketEvent(DomainEvent, name="ticket"):
    """`version` is the ticket's after the change; `public_version` is None where the customer sees nothing of it."""

    ticket_id: int
    version: int
    public_version: int | None = None

    @property
    def stream(self) -> str:
        return f"ticket:{self.ticket_id}"


@dataclass(frozen=True, kw_only=True)
class MessageAdded(TicketEvent, name="ticket.message_added"):
    message_id: int
    department_id: int | None = None
    # Colleagues called by name in a note.
    called_ids: tuple[int, ...] = ()
    # The row itself, for whoever shows it in the process that wrote it; it is not kept with the event.
    message: "Message | None" = field(default=None, repr=False, compare=False)

    def payload(self) -> dict[str, Any]:
        kept = {name: value for name, value in super().payload().items() if name != "message"}
        return kept if self.called_ids else {name: value for name, value in kept.items() if name != "called_ids"}


@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketEvent, name="ticket.opened"):
    customer_id: int
    department_id: int | None


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketEvent, name="ticket.assigned"):
    assignee_id: int
    from_id: int | None


class TicketTakenOver(TicketAssigned, name="ticket.taken_over"):
    """By a supervisor, from whoever led the conversation."""


class TicketGivenBack(TicketAssigned, name="ticket.given_back"):
    """To whom it was taken over from."""


class TicketHandedOver(TicketAssigned, name="ticket.handed_over"):
    """By a supervisor, from one operator to another."""


@dataclass(frozen=True, kw_only=True)
class TicketTransferred(TicketEvent, name="ticket.transferred"):
    from_department_id: int | None
    department_id: int


class TicketHeld(TicketEvent, name="ticket.held"):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketResolved(TicketEvent, name="ticket.resolved"):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketClosed(TicketEvent, name="ticket.closed"):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketEvent, name="ticket.reopened"):
    from_status: str


@dataclass(frozen=True, kw_only=True)
class TicketMerged(TicketEvent, name="ticket.merged"):
    into_id: int


@dataclass(frozen=True, kw_only=True)
class TicketTookIn(TicketEvent, name="ticket.took_in"):
    """The other side of a merging: the ticket in which the talk goes on."""

    merged_id: int


@dataclass(frozen=True, kw_only=True)
class TicketUnmerged(TicketEvent, name="ticket.unmerged"):
    from_id: int


@dataclass(frozen=True, kw_only=True)
class TicketLetGo(TicketEvent, name="ticket.let_go"):
    merged_id: int


@dataclass(frozen=True, kw_only=True)
class TicketSplit(TicketEvent, name="ticket.split"):
    new_id: int


@dataclass(frozen=True, kw_only=True)
class TicketSeen(TicketEvent, name="ticket.seen"):
    """Somebody received or read as far as these places; zero where nobody has."""

    customer_delivered_seq: int
    customer_read_seq: int
    agents_read_seq: int


@dataclass(frozen=True, kw_only=True)
class AskChanged(TicketEvent, name="ticket.ask_changed"):
    """The customer has answered what he was asked beside the talk."""


@dataclass(frozen=True, kw_only=True)
class PageVisited(TicketEvent, name="ticket.page_visited"):
    pass


@dataclass(frozen=True, kw_only=True)
class PagesForgotten(TicketEvent, name="ticket.pages_forgotten"):
    """The customer withdrew his consent: where he was is known no more."""


@dataclass(frozen=True, kw_only=True)
class TicketReleased(TicketEvent, name="ticket.released"):
    from_id: int


@dataclass(frozen=True, kw_only=True)
class TicketTagged(TicketEvent, name="ticket.tagged"):
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class TicketUntagged(TicketEvent, name="ticket.untagged"):
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class PrioritySet(TicketEvent, name="ticket.priority_set"):
    priority: int
    from_priority: int


@dataclass(frozen=True, kw_only=True)
class TicketRenamed(TicketEvent, name="ticket.renamed"):
    pass


@dataclass(frozen=True, kw_only=True)
class ValuesSet(TicketEvent, name="ticket.values_set"):
    """Which of the house's own fields were answered; the answers stay on the row."""

    keys: list[str]


@dataclass(frozen=True, kw_only=True)
class TicketFollowed(TicketEvent, name="ticket.followed"):
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class TicketUnfollowed(TicketEvent, name="ticket.unfollowed"):
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(TicketEvent, name="ticket.snoozed"):
    until: str


@dataclass(frozen=True, kw_only=True)
class TicketWoken(TicketEvent, name="ticket.woken"):
    """A snooze is over, because its time has come or somebody ended it; whoever had set it may want to know."""

    snoozed_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class SessionClosed(TicketEvent, name="ticket.session_closed"):
    """A live episode is over, whichever way; `operator_id` is who had joined it, `closed_by` as on its row."""

    session_id: int
    operator_id: int | None
    closed_by: str


@dataclass(frozen=True, kw_only=True)
class CustomerAbsent(TicketEvent, name="ticket.customer_absent"):
    """A reply found nobody there, this message the first; told once until the customer shows himself again."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class FeedbackEvent(TicketEvent, name="ticket.feedback"):
    """Something was said about a session, each thing an event of its own below. What was written stays on the row."""

    session_id: int


@dataclass(frozen=True, kw_only=True)
class SolvedSaid(FeedbackEvent, name="ticket.solved_said"):
    """`solved` is None where the customer passed the question over; so are the stars below."""

    solved: bool | None


@dataclass(frozen=True, kw_only=True)
class SessionRated(FeedbackEvent, name="ticket.session_rated"):
    """`about` is "operator" or "bot"."""

    stars: int | None
    about: str
    operator_id: int | None
    department_id: int | None


@dataclass(frozen=True, kw_only=True)
class SessionCommented(FeedbackEvent, name="ticket.session_commented"):
    is_given: bool


@dataclass(frozen=True, kw_only=True)
class QuestionsAnswered(FeedbackEvent, name="ticket.questions_answered"):
    keys: list[str]


class SessionSummarised(FeedbackEvent, name="ticket.session_summarised"):
    pass


FEEDBACK = (SolvedSaid, SessionRated, SessionCommented, QuestionsAnswered, SessionSummarised)


@dataclass(frozen=True, kw_only=True)
class MoodSet(TicketEvent, name="ticket.mood_set"):
    """How the customer sounds has changed: "good", "bad" or ""."""

    mood: str


@dataclass(frozen=True, kw_only=True)
class MessageMended(TicketEvent, name="ticket.message_mended"):
    """Something was done to a message that stands there already; each kind of it is an event of its own below."""

    message_id: int
    department_id: int | None = None


class MessageEdited(MessageMended, name="ticket.message_edited"):
    pass


@dataclass(frozen=True, kw_only=True)
class MessageRedacted(MessageMended, name="ticket.message_redacted"):
    """`what` went: the "message" from the talk, or "words" or a "file" of it from everywhere and for good."""

    what: str = "message"


class WhisperHeard(MessageMended, name="ticket.whisper_heard"):
    """Whoever a supervisor whispered to has read it."""


@dataclass(frozen=True, kw_only=True)
class MessageReacted(MessageMended, name="ticket.message_reacted"):
    emoji: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class TagMade(DomainEvent, name="tag.made"):
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class TagEdited(DomainEvent, name="tag.edited"):
    """`fields` are the names of what changed, "is_active" among them."""

    tag_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class FieldMade(DomainEvent, name="field.made"):
    field_id: int


@dataclass(frozen=True, kw_only=True)
class FieldEdited(DomainEvent, name="field.edited"):
    field_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ChatRulesMade(DomainEvent, name="chat_rules.made"):
    rules_id: int


@dataclass(frozen=True, kw_only=True)
class ChatRulesEdited(DomainEvent, name="chat_rules.edited"):
    rules_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class OfferAccepted(TicketEvent, name="ticket.offer_accepted"):
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(TicketEvent, name="ticket.offer_lapsed"):
    """It was handed to somebody who did not open it in time."""

    from_id: int


class PersonAsked(TicketEvent, name="ticket.person_asked"):
    """The customer does not want to talk with a machine."""


@dataclass(frozen=True, kw_only=True)
class TicketEscalated(TicketEvent, name="ticket.escalated"):
    """Why stands in the row of the escalation. To a department, to a person, or to both."""

    from_department_id: int | None
    department_id: int | None
    agent_id: int | None


@dataclass(frozen=True, kw_only=True)
class RoutingEdited(DomainEvent, name="routing.edited"):
    department_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class SeatEdited(DomainEvent, name="seat.edited"):
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class RoutingRuleMade(DomainEvent, name="routing_rule.made"):
    rule_id: int


@dataclass(frozen=True, kw_only=True)
class RoutingRuleEdited(DomainEvent, name="routing_rule.edited"):
    rule_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class QuestionMade(DomainEvent, name="question.made"):
    question_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionEdited(DomainEvent, name="question.edited"):
    question_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class SentimentWordMade(DomainEvent, name="sentiment_word.made"):
    word_id: int


@dataclass(frozen=True, kw_only=True)
class SentimentWordEdited(DomainEvent, name="sentiment_word.edited"):
    word_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class MoodRead(DomainEvent, name="message.mood_read"):
    """The words of a message were weighed; its ticket has still to take the mood."""

    ticket_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class FeedbackReviewed(DomainEvent, name="feedback.reviewed"):
    feedback_id: int
    session_id: int
    reasons: list[str]
