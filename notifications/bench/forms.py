from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.settings_forms.base import SettingsForm
from notifications.bench.faults import TROUBLES
from notifications.models import Category
from notifications.models.test_run import MOST


class TestRunForm(SettingsForm, forms.Form):
    # Not a test of pytest's.
    __test__ = False

    category = forms.ModelChoiceField(label=_("Category"), queryset=Category.objects.none(), empty_label=None)
    count = forms.IntegerField(label=_("Cascades"), min_value=1, max_value=MOST, initial=10)
    faults = forms.MultipleChoiceField(
        label=_("Faults"),
        choices=[(name, trouble.name) for name, trouble in TROUBLES.items()],
        initial=list(TROUBLES),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Dealt out to the cascades in turn."),
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Whatever waits for the morning or for a pause is nothing to look at now.
        told_at_once = Category.objects.active().filter(quiet_from=None, pause=timedelta())
        self.fields["category"].queryset = told_at_once  # type: ignore[attr-defined]

    def clean_category(self) -> Category:
        category = self.cleaned_data["category"]
        if [step["channel"] for step in category.steps[:2]] != ["push", "sms"]:
            raise ValidationError(_("This category does not go by push and then by SMS."))
        if category.steps[0]["seconds"] > 60:
            raise ValidationError(_("Its push may take longer than a minute: nobody would wait for that here."))
        return category
