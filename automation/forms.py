from dataclasses import dataclass
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from automation.models import LONGEST_NAME, Macro
from automation.steps import KINDS, Kind, Step
from tickets.forms import Form
from tickets.listing_forms import PickedForm, numbers
from tickets.writing_forms import MINE, audience_of, audiences, owner_of

MOST_STEPS = 12


@dataclass
class Row:
    """A step as its form shows it: what was typed, and what is wrong with it."""

    kind: Kind
    value: str = ""
    more: str = ""
    choices: list[tuple[str, str]] = ()  # type: ignore[assignment]
    error: str = ""


class MacroForm(Form):
    """The steps come as three lists of the same length: kind, choice and words of each."""

    besides = frozenset({"do", "value", "more", "arrange", "add"})
    name = forms.CharField(
        label=pgettext_lazy("macro", "Name"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Name the macro: it is found by that.")},
    )
    audience = forms.ChoiceField(label=_("Who uses it"))

    def __init__(self, data=None, *, by, macro: Macro | None = None):
        super().__init__(data, initial=_initial(macro))
        self.by, self.macro = by, macro
        cast(forms.ChoiceField, self.fields["audience"]).choices = audiences(by)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        self.rows = self._rows(_given(data) if data is not None else (macro.steps if macro else []))

    def clean(self):
        clean = super().clean()
        clean["steps"] = [step for row in self.rows if (step := self._step(row))]
        if any(row.error for row in self.rows):
            raise forms.ValidationError(_("One of the steps needs another look."))
        if not self.rows:
            raise forms.ValidationError(_("A macro needs at least one step."))
        if len(self.rows) > MOST_STEPS:
            raise forms.ValidationError(_("At most %(most)d steps."), params={"most": MOST_STEPS})
        if any(step["do"] == "transfer" for step in clean["steps"][:-1]):
            raise forms.ValidationError(_("Sending it on comes last: then the ticket is others’."))
        return clean

    def values(self) -> dict:
        """The row's own fields."""
        clean = self.cleaned_data
        return {"name": clean["name"], "steps": clean["steps"], **owner_of(clean["audience"], by=self.by)}

    def arrange(self, wish: str) -> None:
        """ "add:tag", "up:2", "down:2" or "remove:2"; what is no such thing changes nothing."""
        act, _sep, what = wish.partition(":")
        if act == "add" and what in KINDS and len(self.rows) < MOST_STEPS:
            self.rows += self._rows([{"do": what, "value": "", "more": ""}])
        elif what.isascii() and what.isdigit() and int(what) < len(self.rows):
            row = self.rows.pop(int(what))
            if act != "remove":
                self.rows.insert(max(0, int(what) + {"up": -1, "down": 1}.get(act, 0)), row)

    def _rows(self, steps: list[Step]) -> list[Row]:
        known = ((KINDS[step["do"]], step) for step in steps[: MOST_STEPS + 1] if step["do"] in KINDS)
        return [Row(kind, step["value"], step["more"], kind.choices(self.by)) for kind, step in known]

    def _step(self, row: Row) -> Step | None:
        try:
            return row.kind.clean(row.value, row.more, by=self.by)
        except forms.ValidationError as error:
            row.error = " ".join(error.messages)
            return None


def _initial(macro: Macro | None) -> dict:
    return {"name": macro.name, "audience": audience_of(macro)} if macro else {"audience": MINE}


def _given(data) -> list[Step]:
    lists = [[text.replace("\0", "") for text in data.getlist(name)] for name in ("do", "value", "more")]
    return [{"do": do, "value": value, "more": more} for do, value, more in zip(*lists, strict=False)]


class RunForm(Form):
    macro = forms.ModelChoiceField(
        Macro.objects.none(),
        error_messages={
            "required": _("Choose a macro."),
            "invalid_choice": _("This macro is gone, or not yours to run. Choose another."),
        },
    )
    run_id = forms.UUIDField()
    seen_seq = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["macro"]).queryset = Macro.objects.usable_by(by)


class PickedRunForm(RunForm):
    """Run on the chosen tickets of a list."""

    besides = PickedForm.besides | {"act"}

    def clean(self):
        clean = super().clean()
        clean["tickets"] = numbers(self.data)
        PickedForm.refuse_too_many(clean["tickets"])
        return clean


class UndoForm(Form):
    token = forms.CharField(max_length=200_000)
