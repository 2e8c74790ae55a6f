from urllib.parse import urlencode

from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import Department, User
from core.http import wants_part
from customers.models import Customer
from tickets.listing import counts
from tickets.models import Ticket
from tickets.people import customers_visible_to
from tickets.queues import Queues, departments_of
from tickets.search.answering import KINDS, answer, page
from tickets.search.asking import LONGEST
from tickets.search.narrowing import LIVING, OVER, Narrowing
from tickets.search.places import Place
from tickets.words import words_script


def show(request):
    """The whole page; for letters typed in it, its results alone; for "show more", the next ones of a kind."""
    text, narrowing = _asked(request)
    if request.GET.get("kind") in KINDS:
        return _more(request, text, narrowing, kind=request.GET["kind"])
    is_whole = not wants_part(request)
    context = _desk(request.user) if is_whole else {}
    context |= {"text": text, **_address(text, narrowing), **_narrowed(request.user, narrowing, text)}
    context["answer"] = answer(request.user, text, narrowing)
    return render(request, "desk/search.html" if is_whole else "desk/search.html#results", context)


def filters(request):
    """What a search can be narrowed by; the page asks when somebody wants to."""
    _text, narrowing = _asked(request)
    context = {"narrowing": narrowing, "choices": _choices(request.user)}
    return render(request, "desk/search.html#filters", context)


def nav(request):
    """The queues with their numbers: nobody who searches waits for those."""
    queues = Queues(request.user)
    counts(queues)
    return render(request, "desk/_side.html#nav", {"nav": queues.groups(), "view": {"key": "search"}})


def _desk(agent) -> dict:
    return {"nav": Queues(agent).groups(), "view": {"key": "search"}, "words": words_script()}


def _more(request, text: str, narrowing: Narrowing, *, kind: str):
    part = page(request.user, text, narrowing, kind=kind, after=Place.read(request.GET.get("after", "")))
    context = {"text": text, "part": part, "kind": kind, **_address(text, narrowing)}
    return render(request, "desk/search.html#more", context)


def _asked(request) -> tuple[str, Narrowing]:
    return request.GET.get("q", "").replace("\0", "")[:LONGEST], Narrowing.read(request.GET)


def _address(text: str, narrowing: Narrowing) -> dict:
    return {"query": urlencode({"q": text} | narrowing.items())}


def _narrowed(agent, narrowing: Narrowing, text: str) -> dict:
    """What the reader has narrowed by, as he would say it, each with the address without it."""
    labels = {
        "status": lambda value: (
            {LIVING: _("Open"), OVER: _("Solved and closed")}.get(value) or Ticket.Status(value).label
        ),
        "channel": lambda value: Ticket.Channel(value).label,
        "department": lambda pk: Department.objects.filter(pk=pk).values_list("name", flat=True).first(),
        "assignee": lambda pk: User.objects.filter(pk=pk).first(),
        "customer": lambda pk: _customer_named(agent, pk),
        "since": lambda day: _("From %(day)s") % {"day": day},
        "until": lambda day: _("Until %(day)s") % {"day": day},
    }
    chips = [
        (name, value, labels[name](value) or "…", urlencode({"q": text} | narrowing.without(name)))
        for name, value in narrowing.items().items()
    ]
    return {"chips": chips, "narrowing": narrowing}


def _customer_named(agent, pk: str) -> Customer | None:
    return customers_visible_to(agent).filter(pk=pk).first()


def _choices(agent) -> dict:
    return {
        "status": [(LIVING, _("Open")), (OVER, _("Solved and closed")), *Ticket.Status.choices],
        "channel": Ticket.Channel.choices,
        "department": [(str(each.pk), each.name) for each in departments_of(agent)],
    }
