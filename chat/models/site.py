import secrets

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models.user import photo_name
from chat.events import SiteSecretRenewed
from chat.origins import validate_origin
from chat.parameters import validate_parameter
from core.events.recording import record
from core.secrets import EncryptedTextField

LANGUAGES = [("en", "English"), ("ru", "Русский")]


def every_language() -> list[str]:
    return [code for code, _name in LANGUAGES]


def new_key() -> str:
    return secrets.token_urlsafe(18)


def new_secret() -> str:
    return secrets.token_urlsafe(48)


class SiteQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


class Site(models.Model):
    """A web site that embeds the widget: where it may be embedded, who answers, and how it looks."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("Like the visitor's system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Position(models.TextChoices):
        END = "end", _("At the end of the line (right)")
        START = "start", _("At the start of the line (left)")

    key = models.CharField(_("key"), max_length=40, unique=True, default=new_key, editable=False)
    name = models.CharField(_("name"), max_length=100)
    origins = ArrayField(
        models.CharField(max_length=255, validators=[validate_origin]),
        verbose_name=_("origins"),
        default=list,
        blank=True,
    )
    department = models.ForeignKey(
        "accounts.Department",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=_("department"),
    )
    identity_secret = EncryptedTextField(_("identity secret"), default=new_secret, editable=False)
    reject_unverified = models.BooleanField(_("refuse visitors without a signed identity"), default=False)
    choices = models.ManyToManyField(
        "accounts.Department",
        blank=True,
        related_name="offered_at",
        verbose_name=_("departments to choose from"),
    )
    people_only = models.BooleanField(_("people only"), default=False)
    shows_hours = models.BooleanField(_("shows when it answers"), default=True)
    asks_consent = models.BooleanField(_("asks before pages are passed on"), default=False)
    # What is asked before the first word: {"email": {"ask": "required", "en": "Your e-mail", "ru": ""}, ...}
    questions = models.JSONField(_("questions before the chat"), default=dict, blank=True)
    # {"en": {"title": ..., "greeting": ..., "offline": ..., "launcher": ...}, ...}
    texts = models.JSONField(_("texts"), default=dict, blank=True)
    bot_name = models.CharField(_("assistant's name"), max_length=60, blank=True)
    bot_photo = models.ImageField(_("assistant's picture"), upload_to=photo_name, blank=True)
    # The site's own server, which knows how the things on cards stand now; its calls are signed with the secret above.
    connector_url = models.URLField(_("connector"), max_length=500, blank=True)
    # Of a page's query only these are kept: all others carry tokens and names.
    page_parameters = ArrayField(
        models.CharField(max_length=40, validators=[validate_parameter]),
        verbose_name=_("parameters kept of a page's address"),
        default=list,
        blank=True,
        size=20,
    )
    accent = models.CharField(
        _("accent colour"), max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}\Z")]
    )
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    position = models.CharField(_("position"), max_length=5, choices=Position, default=Position.END)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    languages = ArrayField(
        models.CharField(max_length=10, choices=LANGUAGES), verbose_name=_("languages"), default=every_language
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="site_theme_is_known", condition=models.Q(theme__in=["auto", "light", "dark"])),
            models.CheckConstraint(name="site_position_is_known", condition=models.Q(position__in=["end", "start"])),
        ]

    def __str__(self) -> str:
        return self.name

    def allows(self, origin: str) -> bool:
        return self.is_active and origin in self.origins

    @property
    def is_answered_by_people(self) -> bool:
        """Of itself, or because the queue that it leads to is one of people only."""
        routing = getattr(self.department, "routing", None)
        return self.people_only or (routing is not None and routing.people_only)

    def text(self, name: str, language: str) -> str:
        """The title, the greeting or another of its texts, in the nearest language that has it."""
        for choice in (language, self.language):
            if found := self.texts.get(choice, {}).get(name):
                return found
        return ""

    @property
    def bot_photo_url(self) -> str:
        """Open to everybody like the photos of the people who answer; served with them."""
        return f"/accounts/{self.bot_photo.name}" if self.bot_photo else ""

    @cached_property
    def offered(self) -> list:
        """The departments a customer may choose from."""
        return [department for department in self.choices.all() if department.is_active]

    def language_for(self, wanted: str) -> str:
        return wanted if wanted in self.languages else self.language

    @transaction.atomic
    def rotate_secret(self, *, by) -> str:
        """From now on only tokens signed with the new secret count; visitors already known stay so."""
        self.identity_secret = new_secret()
        self.save(update_fields=["identity_secret"])
        record(SiteSecretRenewed(site_id=self.pk), by=by)
        return self.identity_secret
