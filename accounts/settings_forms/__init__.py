from accounts.settings_forms.department import DepartmentForm, HolidaysForm, HoursForm
from accounts.settings_forms.person import InvitationForm, PersonForm

__all__ = ["DepartmentForm", "HolidaysForm", "HoursForm", "InvitationForm", "PersonForm"]
