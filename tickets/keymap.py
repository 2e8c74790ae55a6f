"""The keys of the desk, in one place: the sheet of shortcuts is made of this, and lib/keys.js reads that sheet."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


@dataclass(frozen=True)
class Shortcut:
    """`does`: "" presses what bears these keys as aria-keyshortcuts; "itself": the element in question sees to it."""

    keys: str
    label: str
    does: str = ""

    @property
    def caps(self) -> list[str]:
        """What stands on the keys; "G M" is one after the other, "Control+K" both at once."""
        return [CAPS.get(cap, cap) for cap in self.keys.replace("+", " ").split()]


CAPS = {"Control": "Ctrl", "Escape": "Esc", "Delete": "Del", "ArrowUp": "↑", "ArrowDown": "↓"}


def keymap() -> list[tuple[str, list[Shortcut]]]:
    return [
        (_("Anywhere"), _anywhere()),
        (_("Go to"), _places()),
        (_("List"), _list()),
        (_("Ticket"), _ticket()),
        (_("Writing"), _writing()),
    ]


def _anywhere() -> list[Shortcut]:
    return [
        Shortcut("Control+K", _("Command palette"), "palette"),
        Shortcut("/", pgettext("act", "Search"), "search"),
        Shortcut("C", _("New ticket")),
        Shortcut("Z", _("Undo")),
        Shortcut("?", _("This sheet"), "sheet"),
    ]


def _places() -> list[Shortcut]:
    places = [
        ("M", "mine", _("Assigned to me")),
        ("N", "mentions", _("Mentions")),
        ("S", "snoozed", _("Snoozed")),
        ("U", "unassigned", _("Unassigned")),
        ("R", "risk", _("Promise at risk")),
        ("A", "all", _("All open")),
        ("C", "over", _("Solved and closed")),
        ("1", "department", _("First department, 2 for the second")),
    ]
    return [Shortcut(f"G {key}", label, f"go:{place}") for key, place, label in places]


def _list() -> list[Shortcut]:
    return [
        Shortcut("J", _("Next ticket"), "move:1"),
        Shortcut("K", _("Previous ticket"), "move:-1"),
        Shortcut("Enter", pgettext("act", "Open"), "itself"),
        Shortcut("X", _("Choose for an act on many"), "itself"),
        Shortcut("Shift+T", _("Next in line")),
        Shortcut("Shift+F", _("Filter")),
        Shortcut("Shift+V", _("Save as a view")),
    ]


def _ticket() -> list[Shortcut]:
    return [
        Shortcut("T", _("Take")),
        Shortcut("R", _("Reply")),
        Shortcut("N", _("Note")),
        Shortcut("H", _("Whisper to the operator (supervisors)")),
        Shortcut("E", _("Resolve")),
        Shortcut("Shift+E", _("Close")),
        Shortcut("O", _("Reopen")),
        Shortcut("S", _("Snooze")),
        Shortcut("Shift+S", _("Add a summary")),
        Shortcut("W", _("Wake")),
        Shortcut("P", _("Pass to a colleague")),
        Shortcut("D", _("Send to another department")),
        Shortcut("U", _("Escalate")),
        Shortcut("L", _("Add a tag")),
        Shortcut("I", _("Priority")),
        Shortcut("F", _("Follow")),
        Shortcut("M", _("Run a macro")),
        Shortcut("Shift+M", _("Merge into another ticket")),
        Shortcut("F2", _("Rename, or edit the message")),
        Shortcut("Q", _("Quote")),
        Shortcut("Delete", _("Remove message"), "itself"),
        Shortcut("A", _("Attach a file")),
    ]


def _writing() -> list[Shortcut]:
    return [
        Shortcut("Control+Enter", _("Send"), "itself"),
        Shortcut("Control+Shift+Enter", _("Send and resolve"), "itself"),
        Shortcut("/", _("Canned reply"), "itself"),
        Shortcut("@", _("Mention a colleague"), "itself"),
        Shortcut("Escape", _("Keep the draft and leave"), "itself"),
    ]
