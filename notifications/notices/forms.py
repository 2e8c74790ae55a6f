from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.settings_forms.base import SettingsForm
from notifications.models import Notice, NoticeWishes

WAYS = {"bell": _("in the bell"), "push": _("by push"), "mail": _("by mail")}


class WishesForm(SettingsForm, forms.ModelForm):
    """A box for each kind and way, and how often there is mail."""

    bell, push, mail = (
        forms.MultipleChoiceField(
            label=label,
            choices=Notice.Kind.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        for label in WAYS.values()
    )

    class Meta:
        model = NoticeWishes
        fields = [*WAYS, "digest"]
        widgets = {"digest": forms.RadioSelect}

    def rows(self) -> list[dict]:
        return [
            {"name": label, "kind": kind, "boxes": [self._box(way, kind) for way in WAYS]}
            for kind, label in Notice.Kind.choices
        ]

    def _box(self, way: str, kind: str) -> dict:
        return {"way": way, "label": self.fields[way].label, "is_checked": kind in (self[way].value() or [])}

    @transaction.atomic
    def save(self, *, now):
        """Over whatever row there is by now. What waits already is mailed by the new rhythm."""
        wishes = NoticeWishes.locked([self.instance.user])[self.instance.user.pk]
        for name in self.Meta.fields:
            setattr(wishes, name, self.cleaned_data[name])
        if wishes.digest_due_at:
            wishes.digest_due_at = None if wishes.digest == NoticeWishes.Digest.OFF else wishes.digest_after(now)
        wishes.save()
        return wishes
