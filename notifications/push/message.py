"""What a push says, whoever carries it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

# Providers keep nothing longer than four weeks.
LONGEST = 28 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Push:
    """`tag` names what it tells of: a second push of the same replaces the first one on the screen."""

    tag: str
    title: str
    body: str = ""
    link: str = ""
    receipt: str = ""
    # Wakes a sleeping phone; what may wait until it wakes by itself does not.
    is_urgent: bool = True
    not_after: datetime | None = None

    @property
    def seconds(self) -> int:
        """How long a provider keeps it for a device that is away."""
        if self.not_after is None:
            return LONGEST
        left = (self.not_after - timezone.now()).total_seconds()
        return int(min(max(left, 0), LONGEST))

    @property
    def expires(self) -> int:
        """The same as a moment, in seconds since 1970."""
        return int(timezone.now().timestamp()) + self.seconds

    @property
    def data(self) -> dict[str, str]:
        """What the device gets: a few words, no text of anybody's but what the template says."""
        return {
            "notification_id": self.tag,
            "title": self.title or self.body,
            "body": self.body if self.title else "",
            "link": absolute(self.link) if self.link else "",
            "receipt": self.receipt,
            "receipt_url": settings.PUBLIC_URL + reverse("push:receipt"),
        }


def absolute(link: str) -> str:
    """A page of ours by its whole address, since the site that shows it may be another; an app's own stays as it is."""
    return urljoin(f"{settings.PUBLIC_URL}/", link)
