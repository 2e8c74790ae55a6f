"""What is pasted is never cut by the browser without a word; the form says what it takes, and the words come back."""

from pathlib import Path

from django import forms
from django.apps import apps
from django.conf import settings
from django.test import Client

from core.forms import LongText


def forms_of_ours(base=forms.BaseForm):
    for each in base.__subclasses__():
        yield from forms_of_ours(each)
        if each.__module__.partition(".")[0] in {app.label for app in apps.get_app_configs()}:
            yield each


def test_no_field_of_many_lines_cuts_what_is_pasted(client: Client):
    # Reads every form there is.
    client.get("/health/live")
    found = list(forms_of_ours())
    assert len(found) > 40
    cutting = [
        f"{form.__qualname__}.{name}"
        for form in found
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.Textarea) and "maxlength" in field.widget.build_attrs(field.widget.attrs)
    ]
    assert cutting == []


def test_no_template_cuts_what_is_pasted():
    tags = [tag for path in Path(settings.BASE_DIR).glob("templates/**/*.html") for tag in path.read_text().split("<")]
    fields = [tag for tag in tags if tag.startswith("textarea")]
    assert len(fields) > 5
    assert not [tag for tag in fields if "maxlength" in tag.partition(">")[0]]


def test_a_limit_still_stands():
    class Note(forms.Form):
        text = forms.CharField(max_length=3, widget=LongText)

    form = Note({"text": "four"})
    assert "maxlength" not in str(form["text"])
    assert "four" in str(form["text"])
    assert form.errors.as_data()["text"][0].code == "max_length"
