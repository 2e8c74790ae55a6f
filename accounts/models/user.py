import secrets

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.department import Department, Membership
from accounts.models.lifecycle import Lifecycle
from accounts.models.presence import FRESH, Status
from accounts.roles import Role, grants, permissions_of
from accounts.zones import validate_time_zone

LANGUAGES = [("en", "English"), ("ru", "Русский")]
HUES = 6


def photo_name(user, filename: str) -> str:
    """Never the uploader's name: photos are public, and their addresses must not be guessable."""
    return f"photos/{secrets.token_urlsafe(24)}.webp"


class Notify(models.TextChoices):
    MINE = "mine", _("My tickets and mentions")
    DEPARTMENTS = "departments", _("Everything in my departments")
    NOTHING = "nothing", _("Nothing")


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def operators(self):
        return self.active().filter(role__in=(Role.OPERATOR, Role.TRAINEE))

    def in_department(self, department):
        return self.filter(memberships__department=department)

    def online(self, *, now=None):
        """Active, says "online" and was seen within the last minute; the database's clock unless `now` is given."""
        return self.active().filter(presence__status=Status.ONLINE, presence__seen_at__gt=(now or Now()) - FRESH)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def create_user(self, email: str, password: str | None = None, **fields):
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, **{**fields, "role": Role.ADMIN})

    def get_by_natural_key(self, email: str):
        return self.get(email=self.normalize_email(email))


class User(Lifecycle):
    """A person of ours: answers customers, watches over it or runs the house."""

    Role, Notify = Role, Notify
    LANGUAGES = LANGUAGES
    actor_kind = "agent"

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    public_name = models.CharField(
        _("public name"), max_length=150, blank=True, help_text=_("What customers see. Empty: the name.")
    )
    photo = models.ImageField(_("photo"), upload_to=photo_name, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    sounds = models.BooleanField(_("sounds in the desk"), default=True)
    single_keys = models.BooleanField(_("shortcuts of a single key"), default=True)
    suggestions = models.BooleanField(_("suggested replies"), default=True)
    notify_about = models.CharField(_("browser notifications"), max_length=12, choices=Notify, default=Notify.MINE)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.OPERATOR)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    # Part of the session hash: raising it ends every session of this person at once.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    departments = models.ManyToManyField(
        Department, through=Membership, related_name="members", blank=True, verbose_name=_("departments")
    )

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [
            # With the unique index this makes an address one account, whatever its capitals.
            models.CheckConstraint(name="user_email_is_lower", condition=models.Q(email=Lower("email"))),
            models.CheckConstraint(name="user_role_is_known", condition=models.Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    @property
    def display_name(self) -> str:
        return self.public_name or self.name or self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.display_name.split()[:2]).upper()

    @property
    def hue(self) -> int:
        return self.pk % HUES + 1

    @property
    def photo_url(self) -> str:
        """The address customers may load without signing in, or ""."""
        return f"/accounts/{self.photo.name}" if self.photo else ""

    @cached_property
    def department_ids(self) -> frozenset[int]:
        return frozenset(self.memberships.values_list("department_id", flat=True))

    @property
    def is_staff(self) -> bool:
        """Who may enter Django's admin; derived, so it cannot disagree with the role."""
        return self.is_active and self.role == Role.ADMIN

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, permission: str, obj=None) -> bool:
        return self.is_active and grants(self.role, permission)

    def has_perms(self, permissions, obj=None) -> bool:
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def get_all_permissions(self, obj=None) -> frozenset[str]:
        return permissions_of(self.role) if self.is_active else frozenset()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.display_name

    def _get_session_auth_hash(self, secret=None) -> str:
        what = f"{self.password}:{self.session_epoch}"
        return salted_hmac("accounts.User.session", what, secret=secret, algorithm="sha256").hexdigest()
