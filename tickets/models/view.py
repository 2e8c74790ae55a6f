import json

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.statements import Statement
from tickets.refusals import Refused

MOST = 30
QUERY_AT = 3


# Asked for by every page of the desk; the ORM takes longer to compose it than the database to answer it.
USABLE = Statement("""
SELECT id, owner_id, name, query, is_shared, position FROM tickets_view WHERE owner_id = %(agent)s
OR is_shared AND owner_id IN (SELECT id FROM accounts_user WHERE is_active)
ORDER BY owner_id <> %(agent)s, position, name, id
""")
COLUMNS = ("id", "owner_id", "name", "query", "is_shared", "position")


class ViewQuerySet(models.QuerySet):
    def usable_by(self, agent) -> list["View"]:
        """One's own, and those that a colleague shares with everybody: the own ones first."""
        return [View.from_db(self.db, COLUMNS, _with_json(row)) for row in USABLE.rows(agent=agent.pk)]

    def of(self, agent):
        return self.filter(owner=agent)


class View(models.Model):
    """A list of tickets that an agent saved under a name: filters and an order on top of one of the desk's lists."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views", verbose_name=_("owner"))
    name = models.CharField(pgettext_lazy("view", "name"), max_length=60)
    # The address' own query, checked again whenever it is used: {"view": "all", "tag": ["3"], "order": "oldest"}.
    query = models.JSONField(_("filters"), default=dict, blank=True)
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    # In the navigation a view stands beside the desk's own lists.
    icon = "bookmark"
    count = ""
    late = 0

    objects = ViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["position", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="view_once_per_owner_and_name")]

    def __str__(self):
        return self.name

    @classmethod
    def keep(cls, *, name: str, query: dict, is_shared: bool, by) -> "View":
        """Save a list under a name, after the agent's others."""
        with transaction.atomic():
            # The owner's row is the lock: two windows would otherwise give two views one place.
            get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
            own = cls.objects.of(by)
            if own.count() >= MOST:
                raise Refused("too_many", _("You have %(most)d views already. Delete one first.") % {"most": MOST})
            cls._refuse_twins(own, name)
            last = own.aggregate(last=models.Max("position"))["last"]
            position = 0 if last is None else last + 1
            return cls.objects.create(owner_id=by.pk, name=name, query=query, is_shared=is_shared, position=position)

    def change(self, *, name: str, is_shared: bool, query: dict | None = None) -> None:
        """Rename it, share it or keep it to oneself; with `query`, let it show another list from now on."""
        self._refuse_twins(View.objects.filter(owner_id=self.owner_id).exclude(pk=self.pk), name)
        self.name, self.is_shared = name, is_shared
        self.query = self.query if query is None else query
        self.save(update_fields=["name", "is_shared", "query"])

    def put(self, place: int) -> None:
        """Stand at this place among the owner's views, counted from 0."""
        with transaction.atomic():
            own = View.objects.select_for_update().filter(owner_id=self.owner_id).order_by("position", "name", "pk")
            rows = [row for row in own if row != self]
            rows.insert(place, self)
            for position, row in enumerate(rows):
                row.position = position
            View.objects.bulk_update(rows, ["position"])

    @property
    def title(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"saved-{self.pk}"

    @cached_property
    def asked(self) -> MultiValueDict:
        """The query as an address would bring it; what stands in the row is believed no more than an address is."""
        stored = self.query if isinstance(self.query, dict) else {}
        rows = {key: values if isinstance(values, list) else [values] for key, values in stored.items()}
        return MultiValueDict(
            {key: [value for value in values if isinstance(value, str)] for key, values in rows.items()}
        )

    @property
    def base(self) -> str:
        """The list of the desk's that it narrows."""
        return self.asked.get("view") or "all"

    @cached_property
    def address(self) -> str:
        return urlencode({"saved": [str(self.pk)], **dict(self.asked.lists())}, doseq=True)

    @staticmethod
    def _refuse_twins(others, name: str) -> None:
        if others.filter(name=name).exists():
            raise Refused("twin", _("You have a view of this name already."))


def _with_json(row: tuple) -> tuple:
    """A bare cursor of Django brings JSON as its text."""
    return tuple(
        json.loads(value) if place == QUERY_AT and isinstance(value, str) else value for place, value in enumerate(row)
    )
