"""What the composer posts: words on their way, drafts, canned replies."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from core.forms import LongText
from tickets.canned_variables import unknown
from tickets.forms import Form
from tickets.models import Attachment, CannedReply, Message
from tickets.models.canned import LANGUAGES
from tickets.models.message import MAX_TEXT, Visibility
from tickets.models.sharing import Shared

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

MOST_FILES = 10
KEY_LENGTH = 40
# A draft that was kept, but whose answer never came, is recognised by its words alone.
SOME_TIME = datetime(1970, 1, 1, tzinfo=UTC)
EVERYBODY, MINE = "everybody", "mine"


class NoteForm(Form):
    # The composer sends its place with a note as well; only a reply can be stale.
    besides = frozenset({"attachments", "canned", "seen_seq"})
    client_id = forms.UUIDField(error_messages={"required": _("The message came without its id. Reload the page.")})
    reply_to = forms.UUIDField(required=False)
    draft = forms.CharField(required=False, max_length=KEY_LENGTH)
    text = forms.CharField(
        required=False,
        max_length=MAX_TEXT,
        error_messages={
            "max_length": _("A message holds at most %(limit_value)d characters; this one has %(show_value)d.")
        },
    )

    def __init__(self, data, files=None, *, by):
        super().__init__(data, files)
        self.by = by
        self.keys = data.getlist("attachments")
        self.canned = data.getlist("canned")

    def clean_text(self) -> str:
        # Browsers send line ends the way of old telegraphs.
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean_draft(self) -> datetime | None:
        given = self.cleaned_data["draft"]
        return (moment(given) or SOME_TIME) if given else None

    def clean(self):
        clean = super().clean()
        clean["attachments"] = self._attachments()
        clean["canned"] = numbers(self.canned)
        if not self.errors and not clean["text"] and not clean["attachments"]:
            raise forms.ValidationError(_("Write something, or attach a file."))
        return clean

    def _attachments(self) -> list[Attachment]:
        keys = list(dict.fromkeys(self.keys))
        if len(keys) > MOST_FILES:
            raise forms.ValidationError(_("A message takes at most %(most)d files."), params={"most": MOST_FILES})
        if not keys or any(len(key) > KEY_LENGTH or "\0" in key for key in keys):
            return []
        # A repeated send names files that the first one has already bound; the verb answers those by its client_id.
        return list(Attachment.objects.filter(key__in=keys, uploaded_by=self.by))


class ReplyForm(NoteForm):
    seen_seq = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    resolve = forms.BooleanField(required=False)


class DraftForm(Form):
    visibility = forms.ChoiceField(choices=Visibility.choices)
    text = forms.CharField(required=False, max_length=MAX_TEXT, strip=False)
    reply_to = forms.UUIDField(required=False)
    seen_at = forms.CharField(required=False, max_length=KEY_LENGTH)

    def __init__(self, data, *, ticket):
        super().__init__(data)
        self.ticket = ticket

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean_seen_at(self) -> datetime | None:
        return moment(self.cleaned_data["seen_at"])

    def clean(self):
        clean = super().clean()
        quoted = clean.pop("reply_to", None)
        # What is quoted may be gone by now; the words stay.
        clean["quoted"] = quoted and Message.objects.filter(ticket=self.ticket, client_id=quoted, happening="").first()
        return clean


class CannedReplyForm(Form):
    shortcut = forms.SlugField(
        label=_("Shortcut"),
        max_length=40,
        allow_unicode=True,
        help_text=_("What is typed after the slash: /hold."),
        error_messages={"invalid": _("Letters, digits, hyphens and underscores, without spaces.")},
    )
    title = forms.CharField(label=_("Title"), max_length=100)
    text = forms.CharField(label=_("Text"), max_length=MAX_TEXT, widget=LongText(attrs={"rows": 6}))
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("Any")), *LANGUAGES], required=False)
    audience = forms.ChoiceField(label=_("Who uses it"))

    def __init__(self, data=None, *, by, reply: CannedReply | None = None, initial=None):
        super().__init__(data, initial=self._initial(reply) | (initial or {}))
        self.by, self.reply = by, reply
        audience = cast(forms.ChoiceField, self.fields["audience"])
        audience.choices = audiences(by)

    @staticmethod
    def _initial(reply: CannedReply | None) -> dict:
        if reply is None:
            return {"audience": MINE}
        named = {name: getattr(reply, name) for name in ("shortcut", "title", "text", "language")}
        return named | {"audience": audience_of(reply)}

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self):
        clean = super().clean()
        if not self.errors and self._is_taken(clean):
            self.refuse_the_shortcut()
        return clean

    def refuse_the_shortcut(self) -> None:
        self.add_error("shortcut", _("There is already one with this shortcut in this language."))

    def values(self) -> dict:
        """The row's own fields."""
        clean = self.cleaned_data
        named = {name: clean[name] for name in ("shortcut", "title", "text", "language")}
        return named | owner_of(clean["audience"], by=self.by)

    def blanks(self) -> list[str]:
        return unknown(self.cleaned_data["text"])

    def _is_taken(self, clean) -> bool:
        same = CannedReply.objects.filter(
            shortcut__iexact=clean["shortcut"],
            language=clean["language"],
            **owner_of(clean["audience"], by=self.by),
        )
        others = same.exclude(pk=self.reply.pk) if self.reply else same
        return others.exists()


def audiences(agent) -> list[tuple[str, "StrOrPromise"]]:
    """For whom this person may write canned replies."""
    choices: list[tuple[str, StrOrPromise]] = [(MINE, _("Only I"))]
    departments = Department.objects.active()
    if agent.has_perm("accounts.manage"):
        choices.append((EVERYBODY, _("Everybody")))
    elif agent.has_perm("tickets.supervise"):
        departments = departments.filter(pk__in=agent.department_ids)
    else:
        departments = departments.none()
    return [*choices, *((str(department.pk), department.name) for department in departments)]


def audience_of(row: Shared) -> str:
    return MINE if row.owner_id else str(row.department_id or EVERYBODY)


def owner_of(audience: str, *, by) -> dict:
    department = int(audience) if audience.isascii() and audience.isdigit() else None
    return {"owner_id": by.pk if audience == MINE else None, "department_id": department}


def moment(given: str) -> datetime | None:
    """A moment as we told it, to the microsecond; None when it is no such thing."""
    try:
        found = parse_datetime(given)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def numbers(given: list[str]) -> list[int]:
    return sorted({int(number) for number in given if re.fullmatch(r"[0-9]{1,18}", number)})[:MOST_FILES]
