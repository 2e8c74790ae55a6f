"""Fields of many small inputs: a week of hours, a list of days off. What was typed is kept as it was typed."""

from datetime import date, time
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import OpeningHours

MIDNIGHT = time(0)
# Before and after a break.
TIMES_A_DAY = 2
INPUTS = 7 * TIMES_A_DAY * 2
MOST_HOLIDAYS = 100


class WeekWidget(forms.Widget):
    """Twenty-eight inputs of one name, in the order of the week: opens, closes, and again after a break."""

    template_name = "settings/widgets/week.html"
    # Each input says by itself what is wrong with it.
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def get_context(self, name, value, attrs):
        typed = [*(value or []), *[""] * INPUTS][:INPUTS]
        context = super().get_context(name, None, attrs)
        context["days"] = [
            {"number": day, "name": label, "times": typed[4 * day : 4 * day + 4]}
            for day, label in OpeningHours.Weekday.choices
        ]
        return context


class WeekField(forms.Field):
    """(day, opens, closes) of every opening; closing at 00:00 is the end of the day."""

    widget = WeekWidget

    def prepare_value(self, value):
        if not value or isinstance(value[0], str):
            return value
        typed = [""] * INPUTS
        for day in range(7):
            openings = sorted(opening for opening in value if opening[0] == day)[:TIMES_A_DAY]
            for place, (_day, opens, closes) in enumerate(openings):
                at = 4 * day + 2 * place
                typed[at : at + 2] = [f"{opens:%H:%M}", f"{closes:%H:%M}"]
        return typed

    def clean(self, value):
        typed = list(value or [])
        if not typed:
            return []
        if len(typed) != INPUTS:
            raise ValidationError(_("The week came incomplete. Reload the page."), code="incomplete")
        pairs = [(at // 4, typed[at], typed[at + 1]) for at in range(0, INPUTS, 2)]
        openings = [_opening(day, *ends) for day, *ends in pairs if any(ends)]
        for day in range(7):
            _refuse_overlaps(day, [opening for opening in openings if opening[0] == day])
        return openings


class HolidaysWidget(forms.Widget):
    template_name = "settings/widgets/holidays.html"
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        if not hasattr(data, "getlist"):
            return []
        return list(zip(data.getlist(f"{name}_on"), data.getlist(f"{name}_name"), strict=False))

    def value_omitted_from_data(self, data, files, name):
        return f"{name}_on" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        rows = [(f"{on:%Y-%m-%d}" if isinstance(on, date) else on, called) for on, called in value or []]
        # One to write into, so that the page works without scripts.
        context["rows"] = [*(row for row in rows if any(row)), ("", "")]
        return context


class HolidaysField(forms.Field):
    """(day, name) of every day off."""

    widget = HolidaysWidget

    def clean(self, value):
        rows = [(on.strip(), name.strip()) for on, name in value or [] if on.strip() or name.strip()]
        if len(rows) > MOST_HOLIDAYS:
            raise ValidationError(_("At most %(most)d days off."), params={"most": MOST_HOLIDAYS})
        days = [_day_off(on, name) for on, name in rows]
        for on in {on for on, _name in days}:
            if sum(on == other for other, _name in days) > 1:
                raise ValidationError(_("%(day)s stands here twice."), params={"day": on.isoformat()})
        return days


def _opening(day: int, opens: str, closes: str) -> tuple[int, time, time]:
    name = {"day": OpeningHours.Weekday(day).label}
    if not opens or not closes:
        raise ValidationError(_("%(day)s: say both when it opens and when it closes."), params=name)
    try:
        begin, end = time.fromisoformat(opens), time.fromisoformat(closes)
    except ValueError:
        raise ValidationError(_("%(day)s: write times like 09:00."), params=name) from None
    if end not in (MIDNIGHT,) and end <= begin:
        raise ValidationError(
            _("%(day)s: it closes before it opens. A night ends at 00:00 and goes on at 00:00 the next day."),
            params=name,
        )
    return day, begin.replace(second=0, microsecond=0, tzinfo=None), end.replace(second=0, microsecond=0, tzinfo=None)


def _refuse_overlaps(day: int, openings: list) -> None:
    ordered = sorted(openings)
    for (_day, _opens, closes), (_other, opens, _closes) in pairwise(ordered):
        if closes == MIDNIGHT or opens <= closes:
            raise ValidationError(
                _("%(day)s: the second time begins before the first is over."),
                params={"day": OpeningHours.Weekday(day).label},
            )


def _day_off(on: str, name: str) -> tuple[date, str]:
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise ValidationError(_("“%(day)s” is not a day. Choose one."), params={"day": on[:20]}) from None
    if not name:
        raise ValidationError(_("%(day)s: say what day it is."), params={"day": on})
    if len(name) > 100:
        raise ValidationError(_("%(day)s: the name is too long."), params={"day": on})
    return day, name
