"""How quickly today's customers got their first answer, and how much each operator wrote."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Max

from analytics.figures import Moment, answers, first_answers
from analytics.scope import Scope

EVERYWHERE = "all"


@dataclass(frozen=True)
class Firsts:
    """Of so many first answers the quickest, the middle and the slowest."""

    count: int
    least: timedelta
    median: timedelta
    most: timedelta

    @classmethod
    def of(cls, times: list[timedelta]) -> "Firsts":
        middle = timedelta(seconds=median(time.total_seconds() for time in times))
        return cls(len(times), min(times), middle, max(times))


@dataclass(frozen=True)
class Written:
    """How many answers, and when the last one was."""

    count: int
    last_at: datetime


class FirstAnswers:
    """Today's, asked for once: everywhere, in each department and by each operator."""

    def __init__(self, scope: Scope, at: Moment):
        self._places: dict[int | str | None, list[timedelta]] = defaultdict(list)
        self._people: dict[int | None, list[timedelta]] = defaultdict(list)
        rows = first_answers(scope.tickets, at).order_by().values_list("ticket__department", "author", "took")
        for department, author, took in rows:
            self._places[EVERYWHERE].append(took)
            self._places[department].append(took)
            self._people[author].append(took)

    def in_place(self, place: int | str | None) -> Firsts | None:
        return Firsts.of(self._places[place]) if place in self._places else None

    def by(self, person) -> Firsts | None:
        return Firsts.of(self._people[person.pk]) if person.pk in self._people else None


def written(scope: Scope, at: Moment) -> dict[int, Written]:
    rows = answers(scope.tickets, at).order_by().values("author").annotate(n=Count("pk"), last=Max("created_at"))
    return {author: Written(count, last) for author, count, last in rows.values_list("author", "n", "last")}
