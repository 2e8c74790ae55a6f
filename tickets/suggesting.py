"""Which canned replies would answer what the customer wrote last (R15). Offered, never sent."""

import re
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Count, ExpressionWrapper, F, FloatField, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Ln
from django.utils import timezone

from tickets.canned_variables import language_of
from tickets.models import CannedReply, CannedUse, Ticket

FEW = 3
LAST_WORDS = 3
MOST_WORDS = 30
LATELY = timedelta(days=180)
WORD = re.compile(r"[^\W\d_]{3,30}")
# One word of a title, or two of a text; a single word that stands in many texts says nothing.
ENOUGH = 0.2
CONFIGURATION = "helpdesk"
VECTOR = SearchVector("title", "shortcut", weight="A", config=CONFIGURATION) + SearchVector(
    "text", weight="C", config=CONFIGURATION
)


def suggested(ticket: Ticket, *, by) -> list[CannedReply]:
    """The best first; none while it is the customer's turn, or where nothing fits."""
    tags = list(ticket.tags.values_list("pk", "name"))
    words = _words(" ".join([*_unanswered(ticket), *(name for _pk, name in tags)]))
    if not words or ticket.last_author_kind != "customer":
        return []
    language = language_of(ticket.customer)
    usable = CannedReply.objects.usable_by(by).filter(language__in=["", language])
    rated = usable.annotate(fit=_fit(words), similar=_similar([pk for pk, _name in tags]))
    score = ExpressionWrapper(F("fit") + Ln(F("similar") + Value(1.0)), output_field=FloatField())
    return list(rated.annotate(score=score).filter(score__gte=ENOUGH).order_by("-score", "-used_count", "pk")[:FEW])


def _unanswered(ticket: Ticket) -> list[str]:
    """What he wrote since he was last answered, at most three messages of it."""
    rows = ticket.messages.public().filter(happening="").order_by("-public_seq")
    found = []
    for kind, text in rows.values_list("author_kind", "text")[:LAST_WORDS]:
        if kind != "customer":
            break
        found.append(text)
    return found


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word.lower() for word in WORD.findall(text)))[:MOST_WORDS]


def _fit(words: list[str]) -> ExpressionWrapper:
    """PostgreSQL divides by the number of words that were asked for; here each that fits counts for itself."""
    # Letters alone, so none of them can be taken for an operator.
    query = SearchQuery(" | ".join(words), search_type="raw", config=CONFIGURATION)
    return ExpressionWrapper(SearchRank(VECTOR, query) * Value(float(len(words))), output_field=FloatField())


def _similar(tags: list[int]) -> Coalesce:
    """How often it went out lately in tickets with one of these tags."""
    uses = CannedUse.objects.filter(reply=OuterRef("pk"), ticket__tags__in=tags, used_at__gte=timezone.now() - LATELY)
    counted = uses.order_by().values("reply").annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
