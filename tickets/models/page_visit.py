from datetime import datetime
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext_lazy as _

from core.shielding import shielded
from core.shielding.fields import ShieldedCharField

LONGEST = 500
LONGEST_VALUE = 100


class PageVisitQuerySet(models.QuerySet):
    def follow(self, session, *, url: str, title: str) -> bool:
        """Add the page unless it is the one the customer is on already; the one before it is left."""
        page = (url[:LONGEST], shielded(title).text[:200])
        if self.filter(session=session).order_by("-pk").values_list("url", "title").first() == page:
            return False
        self.filter(session=session, left_at=None).update(left_at=Greatest(Now(), F("visited_at")))
        self.create(session=session, url=page[0], title=page[1])
        return True

    def came_by(self, session, pages: list[tuple[str, str, datetime]]) -> None:
        """The pages from before the first word, in order; on the last one the customer still is."""
        ends = [following[2] for _page, following in pairwise(pages)]
        self.bulk_create(
            self.model(session=session, url=url[:LONGEST], title=title[:200], visited_at=at, left_at=left)
            for (url, title, at), left in zip(pages, [*ends, None], strict=True)
        )

    def trail(self, ticket, most: int) -> list:
        """The newest first, over all sessions of the ticket."""
        return list(self.filter(session__ticket=ticket).select_related("session").order_by("-pk")[:most])


class PageVisit(models.Model):
    """A page of ours that the customer was on, so that nobody needs to ask him."""

    session = models.ForeignKey("tickets.Session", models.CASCADE, related_name="pages", verbose_name=_("session"))
    url = ShieldedCharField(_("address"), max_length=LONGEST)
    title = ShieldedCharField(_("title of the page"), max_length=200, blank=True)
    visited_at = models.DateTimeField(_("visited at"), db_default=Now())
    # Null: the customer is there still, or nobody saw him leave.
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = PageVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("page visit")
        verbose_name_plural = _("page visits")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="page_visit_is_left_after_it_began", condition=Q(left_at=None) | Q(left_at__gte=F("visited_at"))
            )
        ]

    def __str__(self):
        return self.title or self.url

    @property
    def is_before(self) -> bool:
        """Whether it was looked at before the chat began."""
        return self.visited_at < self.session.opened_at


def bare_address(url: str, *, keep: tuple[str, ...] | list[str] = ()) -> str:
    """Scheme, host, path, and of the query only the parameters named, without the secrets in it."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            return ""
        place = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
        query = _kept(parts.query, keep) if keep else ""
    except (ValueError, TypeError):
        return ""
    return shielded(urlunsplit((parts.scheme, place, _shielded_path(parts.path), query, ""))).text[:LONGEST]


def _shielded_path(path: str) -> str:
    """A number with "%20" between its digits is one as well."""
    said = shielded(unquote(path))
    return said.text if said.kinds else path


def _kept(query: str, names: tuple[str, ...] | list[str]) -> str:
    pairs = parse_qsl(query, max_num_fields=100)
    return urlencode([(name, shielded(value).text) for name, value in pairs if name in names and _is_plain(value)])


def _is_plain(value: str) -> bool:
    """What is long or an address of somebody stands in no list of parameters by intention."""
    return len(value) <= LONGEST_VALUE and "@" not in value
