from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Department, User
from accounts.roles import Role
from accounts.settings_forms.base import AsOpened, SettingsForm
from accounts.settings_forms.department import zones

# What a role gives, said where it is chosen.
SAYS = {
    Role.TRAINEE: _("Answers like an operator; contacts, notes and payments of customers stay hidden."),
    Role.OPERATOR: _("Answers the customers of their departments, and sees tickets that have no department."),
    Role.SUPERVISOR: _("The same, and watches over the work of others there: hands tickets on, keeps the hours."),
    Role.ADMIN: _("Sees every ticket and changes every setting, these people among them."),
}


class RoleField(forms.ChoiceField):
    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        super().__init__(label=_("Role"), choices=Role.choices, **kwargs)


class PersonForm(AsOpened, forms.Form):
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=150)
    public_name = forms.CharField(
        label=_("Public name"), max_length=150, required=False, help_text=_("What customers see. Empty: the name.")
    )
    role = RoleField()
    departments = forms.ModelMultipleChoiceField(
        Department.objects.active(), label=_("Departments"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, person: User, by: User, **kwargs):
        self.person = person
        super().__init__(
            *args,
            **kwargs,
            initial={
                "name": person.name,
                "public_name": person.public_name,
                "role": person.role,
                "departments": person.departments.active(),
            },
        )
        if person == by:
            # Who takes his own rights away may be the last who could give them back.
            del self.fields["role"]

    def save(self, *, by) -> None:
        clean, person = self.cleaned_data, self.person
        person.rename(name=clean["name"], public_name=clean["public_name"], by=by)
        if "role" in clean:
            person.change_role(clean["role"], by=by)
        person.belong_to(clean["departments"], by=by)


class InvitationForm(SettingsForm, forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("They sign in with it. It cannot be changed by themselves later.")
    )
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=150)
    role = RoleField(initial=Role.OPERATOR)
    departments = forms.ModelMultipleChoiceField(
        Department.objects.active(), label=_("Departments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language"), choices=User.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)

    def clean_email(self) -> str:
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("Somebody has this address already. Look among the former colleagues too."))
        return email
