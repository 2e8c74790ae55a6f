from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.statements import Statement
from tickets.events import RoutingRuleEdited, RoutingRuleMade
from tickets.models.vocabulary import Vocabulary

# Words are found in all their forms, as the search finds them: by the same dictionary.
FIRST_THAT_MATCHES = Statement("""
    SELECT rule.id, said.phrase
      FROM tickets_routingrule AS rule
      JOIN accounts_department AS department ON department.id = rule.department_id AND department.is_active
      CROSS JOIN LATERAL (
        SELECT phrase FROM unnest(rule.words) WITH ORDINALITY AS each (phrase, place)
         WHERE helpdesk_words(%(text)s) @@ phraseto_tsquery('helpdesk', unaccent(phrase)) ORDER BY place LIMIT 1
      ) AS said
     WHERE rule.is_active ORDER BY rule.position, rule.id LIMIT 1
""")


class RoutingRule(Vocabulary):
    """Which words of a first message send it to which department."""

    made, edited, id_name = RoutingRuleMade, RoutingRuleEdited, "rule_id"

    name = models.CharField(pgettext_lazy("thing", "name"), max_length=60)
    words = ArrayField(models.CharField(max_length=60), verbose_name=_("words"))
    department = models.ForeignKey(
        "accounts.Department", models.CASCADE, related_name="routing_rules", verbose_name=_("department")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("first-line rule")
        verbose_name_plural = _("first-line rules")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

    @classmethod
    def matching(cls, text: str) -> tuple["RoutingRule", str] | None:
        """The first rule in order of which some word or phrase stands in the text, and that word."""
        found = FIRST_THAT_MATCHES.row(text=text.replace("\0", " "))
        return (cls.objects.select_related("department").get(pk=found[0]), found[1]) if found else None


class RuleMatchQuerySet(models.QuerySet):
    def correct(self, ticket, *, by) -> None:
        """Somebody of ours sends on what a rule had sent here: the rule was wrong about it, once."""
        if by.actor_kind == "agent":
            self.filter(ticket=ticket, corrected_at=None).update(corrected_at=Now(), corrected_by=by)


class RuleMatch(models.Model):
    """That a rule chose a ticket's department, and whether people found it right."""

    ticket = models.OneToOneField(
        "tickets.Ticket", models.CASCADE, primary_key=True, related_name="rule_match", verbose_name=_("ticket")
    )
    rule = models.ForeignKey(RoutingRule, models.CASCADE, related_name="matches", verbose_name=_("rule"))
    word = models.CharField(_("word"), max_length=60)
    # Where it would have gone without the rule.
    otherwise = models.ForeignKey(
        "accounts.Department", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("otherwise")
    )
    matched_at = models.DateTimeField(_("matched at"), auto_now_add=True)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True)
    corrected_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("corrected by")
    )

    objects = RuleMatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match of a rule")
        verbose_name_plural = _("matches of rules")

    def __str__(self):
        return f"{self.ticket_id} · {self.rule}"
