from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, User
from core.forms import OnlyItsFields
from customers.models import Customer
from tickets.models import Attachment
from tickets.models.message import MAX_TEXT

MOST_FILES = 10
KEY_LENGTH = 40


class Form(OnlyItsFields, forms.Form):
    def sentence(self) -> str:
        """What is wrong, in one sentence for the reader."""
        return next((str(problem) for problems in self.errors.values() for problem in problems), "")


class NoteForm(Form):
    # The composer sends its place with a note as well; only a reply can be stale.
    besides = frozenset({"attachments", "seen_seq"})
    client_id = forms.UUIDField(error_messages={"required": _("The message came without its id. Reload the page.")})
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

    def clean_text(self) -> str:
        # Browsers send line ends the way of old telegraphs.
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self):
        clean = super().clean()
        clean["attachments"] = self._attachments()
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


class ActForm(Form):
    """What is done by pressing a button takes no words."""


class TakeForm(Form):
    seen_assignee = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class SeenForm(Form):
    read = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class UploadForm(Form):
    client_id = forms.UUIDField()
    file = forms.FileField(
        allow_empty_file=True, max_length=None, error_messages={"required": _("Choose a file to send.")}
    )


class AssignForm(Form):
    agent = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Colleague"),
        empty_label=None,
        error_messages={
            "invalid_choice": _("This colleague does not work in the department any more. Choose another.")
        },
    )

    def __init__(self, *args, ticket, by, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = User.objects.active().exclude(pk=ticket.assignee_id)
        if ticket.department_id:
            colleagues = colleagues.in_department(ticket.department_id)
        self.fields["agent"].queryset = colleagues
        self.fields["agent"].label_from_instance = lambda user: (
            gettext("%(name)s (you)") % {"name": user.display_name} if user == by else user.display_name
        )


class TransferForm(Form):
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Department"),
        empty_label=None,
        error_messages={"invalid_choice": _("This department does not answer any more. Choose another.")},
    )
    note = forms.CharField(
        label=_("Note for the colleagues there"), required=False, max_length=MAX_TEXT, widget=forms.Textarea
    )

    def __init__(self, *args, ticket, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.active().exclude(pk=ticket.department_id)


class CustomerForm(OnlyItsFields, forms.ModelForm):
    class Meta:
        model = Customer
        fields = ["name", "preferred_name", "notes"]
        labels = {"name": _("Name"), "preferred_name": _("Address as"), "notes": _("Notes")}
        help_texts = {
            "preferred_name": _("How the customer wishes to be called. Nobody asks again."),
            "notes": _("Only colleagues see them."),
        }

    def save(self, commit=True):
        if "preferred_name" in self.changed_data:
            chosen = self.cleaned_data["preferred_name"]
            self.instance.preferred_name_source = Customer.NameSource.AGENT if chosen else Customer.NameSource.NONE
        return super().save(commit)
