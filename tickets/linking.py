"""Words of strangers with what can be followed in them: addresses, e-mail, telephone numbers. Everything is escaped."""

import re
from html import escape

from tickets.calling import Called, pattern

# Each part is bounded, so that no text makes the search grow with the square of its length.
FOLLOWED = re.compile(
    r"""(?P<web>\b(?:https?://|www\.)[^\s<>"'`]{3,2000})
    |(?P<mail>(?<![\w.+/-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63})
    |(?P<phone>(?<![\w+])\+\d(?:[ ()-]{0,2}\d){7,14}(?!\w))""",
    re.VERBOSE | re.IGNORECASE,
)
SIGNS = ("://", "www.", "WWW.", "@", "+")
LINK = '<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>'
CALLED = '<b class="mention" data-called="{}">{}</b>'
AFTER = ".,;:!?…»”’*_"
PAIRS = {")": "(", "]": "[", "}": "{"}


def linked(text: str, called: Called | None = None) -> str:
    if not any(sign in text for sign in SIGNS):
        return escape(text)
    pieces, end = [], 0
    for found in FOLLOWED.finditer(text):
        address = _whole(found) if found["web"] else found[0]
        pieces += [_plain(text[end : found.start()], called), LINK.format(_href(found, address), escape(address))]
        end = found.start() + len(address)
    return "".join(pieces) + _plain(text[end:], called)


def _whole(found: re.Match) -> str:
    """Without the sentence's own marks behind it: a closing bracket stays when its opening one is in the address."""
    address = found["web"]
    while address:
        last = address[-1]
        if last in AFTER or (last in PAIRS and address.count(last) > address.count(PAIRS[last])):
            address = address[:-1]
        else:
            break
    return address


def _href(found: re.Match, address: str) -> str:
    if found["mail"]:
        return "mailto:" + escape(address)
    if found["phone"]:
        return "tel:" + re.sub(r"[^\d+]", "", address)
    return escape(address if "://" in address else f"https://{address}")


def _plain(text: str, called: Called | None) -> str:
    if not called or "@" not in text:
        return escape(text)
    pieces, end = [], 0
    for found in pattern(called).finditer(text):
        people = next((pks for name, pks in called.items() if name.casefold() == found[1].casefold()), [])
        pieces += [escape(text[end : found.start()]), CALLED.format(" ".join(map(str, people)), escape(found[0]))]
        end = found.end()
    return "".join(pieces) + escape(text[end:])
