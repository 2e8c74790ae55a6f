from django import forms
from django.utils.translation import gettext_lazy as _

from chat.models import Site
from chat.models.site import LANGUAGES
from chat.origins import is_exact_origin, validate_origin

TEXTS = ("title", "greeting")


class OriginList(forms.Field):
    """One origin a line. A trailing slash and capitals, as one copies them from the address bar, are forgiven."""

    widget = forms.Textarea(attrs={"rows": 4, "cols": 60, "placeholder": "https://www.example.com"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        lines = [line.strip() for line in str(value or "").splitlines()]
        return list(dict.fromkeys(self._forgiven(line) for line in lines if line))

    def validate(self, value) -> None:
        super().validate(value)
        for origin in value:
            validate_origin(origin)

    @staticmethod
    def _forgiven(line: str) -> str:
        short = line.lower().removesuffix("/")
        return short if is_exact_origin(short) else line


class SiteForm(forms.ModelForm):
    origins = OriginList(
        label=_("Origins"),
        help_text=_("Where the widget may be embedded: scheme, host and port, one a line, no stars and no paths."),
        required=False,
    )
    title_en = forms.CharField(label=_("Title (English)"), max_length=60, required=False)
    title_ru = forms.CharField(label=_("Title (Russian)"), max_length=60, required=False)
    greeting_en = forms.CharField(label=_("Greeting (English)"), max_length=300, required=False)
    greeting_ru = forms.CharField(label=_("Greeting (Russian)"), max_length=300, required=False)

    class Meta:
        model = Site
        fields = [
            "name",
            "origins",
            "department",
            "reject_unverified",
            "bot_name",
            "accent",
            "theme",
            "position",
            "language",
            "is_active",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for text in TEXTS:
            for code, _name in LANGUAGES:
                self.initial.setdefault(f"{text}_{code}", self.instance.texts.get(code, {}).get(text, ""))

    def save(self, commit=True):
        self.instance.texts = {
            code: {text: self.cleaned_data[f"{text}_{code}"] for text in TEXTS} for code, _name in LANGUAGES
        }
        return super().save(commit)
