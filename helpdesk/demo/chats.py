"""What the demo company's chats do by themselves; rules that are there stay as they are."""

from helpdesk.demo.scripts import content, span
from tickets.models import ChatRules


def kept(departments: dict) -> None:
    for slug, row in content("chats.toml").items():
        times = {name: span(text) for name, text in row.items() if name.endswith("_after")}
        ChatRules.objects.get_or_create(department=departments[slug], defaults={**times, "texts": row["texts"]})
