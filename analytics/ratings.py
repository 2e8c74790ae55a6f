"""What customers said of today's chats, in stars."""

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from analytics.figures import Moment
from analytics.scope import Scope
from tickets.models import Feedback

EVERYWHERE = "all"


@dataclass(frozen=True)
class Rating:
    count: int
    mean: float
    low: int


@dataclass
class Ratings:
    places: dict[int | str | None, list[int]] = field(default_factory=lambda: defaultdict(list))
    people: dict[int | None, list[int]] = field(default_factory=lambda: defaultdict(list))

    def in_place(self, place: int | str | None) -> Rating | None:
        return _summed(self.places.get(place))

    def by(self, person) -> Rating | None:
        return _summed(self.people.get(person.pk))


def ratings(scope: Scope, at: Moment) -> Ratings:
    found = Ratings()
    rated = Feedback.objects.filter(session__ticket__in=scope.tickets, rated_at__gte=at.midnight)
    # None of them is None, which the type of the column cannot know.
    rows: Any = rated.filter(stars__isnull=False).values_list("session__ticket__department", "operator", "stars")
    for department, operator, stars in rows:
        found.places[EVERYWHERE].append(stars)
        found.places[department].append(stars)
        found.people[operator].append(stars)
    return found


def _summed(stars: list[int] | None) -> Rating | None:
    return Rating(len(stars), fmean(stars), sum(one < 3 for one in stars)) if stars else None
