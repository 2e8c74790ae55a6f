"""Where a customer is written to: nothing private goes to an address that somebody merely typed."""


def address_of(notification, kind: str) -> str | None:
    """The one he has proved; else none, but for what says nothing of him."""
    known = notification.customer.identities.filter(kind=kind).order_by("verified_at", "pk")
    if not _says_nothing(notification):
        known = known.verified()
    return known.values_list("value", flat=True).first()


def _says_nothing(notification) -> bool:
    """That an answer waits in the chat in which he left the address; or what a colleague tries out on himself."""
    return notification.is_trial or (notification.until_read is not None and not notification.category.shows_content)
