from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.consequences import consequence
from core.settings_pages import settings_page
from tickets.models import Feedback, Routing, RoutingRule, Ticket


def manages(user) -> bool:
    return user.has_perm("accounts.manage")


settings_page(
    "chats",
    title=_("Chats by themselves"),
    hint=_("What is said while nobody has, and when a silent chat ends."),
    icon="bot",
    url="vocabulary:chats",
    # A supervisor keeps those of his own departments.
    allowed=lambda user: manages(user) or user.has_perm("tickets.supervise"),
    position=15,
)
settings_page(
    "canned",
    title=_("Canned replies"),
    hint=_("Answers written once: your own, a department’s, everybody’s."),
    icon="zap",
    url="tickets:canned_replies",
    position=40,
)
settings_page(
    "tags",
    title=_("Tags"),
    hint=_("Words that tickets are found and counted by."),
    icon="tag",
    url="vocabulary:tags",
    allowed=manages,
    position=50,
)
settings_page(
    "fields",
    title=_("Ticket fields"),
    hint=_("Questions of your own about every ticket."),
    icon="list-checks",
    url="vocabulary:fields",
    allowed=manages,
    position=60,
)


settings_page(
    "routing",
    title=_("Routing"),
    hint=_("Who is given the next chat, how many at once, and where a queue overflows to."),
    icon="route",
    url="vocabulary:routings",
    # A supervisor sees to his own departments.
    allowed=lambda user: manages(user) or user.has_perm("tickets.supervise"),
    position=12,
)
settings_page(
    "rules",
    title=_("First-line rules"),
    hint=_("Words of a first message that send it to a department."),
    icon="split",
    url="vocabulary:rules",
    allowed=manages,
    position=14,
)
settings_page(
    "questions",
    title=_("Questions after a rating"),
    hint=_("What else you want to know of customers, department by department."),
    icon="star",
    url="vocabulary:questions",
    allowed=manages,
    position=64,
)
settings_page(
    "moods",
    title=_("Words of mood"),
    hint=_("By which words a customer sounds pleased or upset."),
    icon="smile",
    url="vocabulary:moods",
    allowed=manages,
    position=66,
)


@consequence("department.deactivate")
def tickets_that_stay(department) -> str:
    count = Ticket.objects.living().filter(department=department).count()
    return (
        ngettext(
            "%(count)d open ticket stays in it, to be found under “All open” and to be sent on from there.",
            "%(count)d open tickets stay in it, to be found under “All open” and to be sent on from there.",
            count,
        )
        % {"count": count}
        if count
        else ""
    )


@consequence("department.deactivate")
def queues_that_lead_there(department) -> str:
    count = Routing.objects.filter(overflow_to=department, department__is_active=True).count()
    count += RoutingRule.objects.filter(department=department, is_active=True).count()
    sentence = ngettext(
        "%(count)d rule sends chats here: from then on it is passed over.",
        "%(count)d rules send chats here: from then on they are passed over.",
        count,
    )
    return sentence % {"count": count} if count else ""


@consequence("person.deactivate")
def tickets_in_hand(person) -> str:
    count = Ticket.objects.living().assigned_to(person).count()
    return (
        ngettext(
            "%(count)d open ticket stays theirs: hand it on afterwards, its department sees it.",
            "%(count)d open tickets stay theirs: hand them on afterwards, their departments see them.",
            count,
        )
        % {"count": count}
        if count
        else ""
    )


@consequence("tag.deactivate")
def tickets_tagged(tag) -> str:
    count = tag.tickets.count()
    return (
        ngettext("%(count)d ticket has it and keeps it.", "%(count)d tickets have it and keep it.", count)
        % {"count": count}
        if count
        else ""
    )


@consequence("question.deactivate")
def customers_who_answered(question) -> str:
    count = Feedback.objects.filter(answers__has_key=question.key).count()
    return (
        ngettext("%(count)d customer has answered it.", "%(count)d customers have answered it.", count)
        % {"count": count}
        if count
        else ""
    )


@consequence("field.deactivate")
def tickets_answered(field) -> str:
    count = Ticket.objects.filter(values__has_key=field.key).count()
    return (
        ngettext(
            "%(count)d ticket has an answer to it, and keeps it.",
            "%(count)d tickets have an answer to it, and keep it.",
            count,
        )
        % {"count": count}
        if count
        else ""
    )
