"""A site's own colour, made into all that the widget needs of it: words on it and words in it must stay readable.

Contrast as WCAG 2.2 has it: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio, from 1 to 21.
"""

import math

from django.utils.formats import number_format
from django.utils.translation import gettext as _

WHITE, BLACK = "#ffffff", "#000000"
# The widget's paper, light and dark (static/widget/styles.js), as the hex that a screen shows.
PAPERS = (WHITE, "#16181c")
NAMES = ("accent", "accent-hover", "ink-on-accent", "accent-ink", "accent-wash", "accent-wash-strong")
READABLE, SEEN = 4.5, 3.0
STEPS = 40


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def words_on(fill: str) -> str:
    """White or black, whichever is read more easily; one of the two always reaches 4.5."""
    return max((WHITE, BLACK), key=lambda colour: contrast(fill, colour))


def palette(accent: str) -> dict[str, str]:
    """The widget's custom properties; all empty where the site has no colour of its own, so that ours show."""
    if not accent:
        return dict.fromkeys(NAMES, "")
    words = words_on(accent)
    away = BLACK if words == WHITE else WHITE
    light, dark = (_readable(accent, on=paper, towards=end) for paper, end in zip(PAPERS, (BLACK, WHITE), strict=True))
    washes = (f"color-mix(in oklch, {accent} {share}%, var(--paper))" for share in (8, 18))
    values = (accent, mixed(accent, away, 0.14), words, f"light-dark({light}, {dark})", *washes)
    return dict(zip(NAMES, values, strict=True))


def judged(accent: str) -> dict:
    """What to say to whoever chooses the colour: is it fine, and a sentence."""
    words = words_on(accent)
    if contrast(accent, PAPERS[0]) < SEEN:
        faint = _("On a white page the button hardly shows: contrast %(ratio)s, 3 is needed. Choose a darker colour.")
        return {"fine": False, "sentence": faint % {"ratio": _ratio(contrast(accent, PAPERS[0]))}}
    white = _("White words on it can be read: contrast %(ratio)s, 4.5 is needed.")
    black = _("White would be hard to read on it, so words on it are black: contrast %(ratio)s, 4.5 is needed.")
    sentence = white if words == WHITE else black
    return {"fine": True, "sentence": sentence % {"ratio": _ratio(contrast(accent, words))}}


def mixed(one: str, other: str, share: float) -> str:
    """`share` of the other in the one."""
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The hex of `oklch(L C H)`, L from 0 to 1, cut to what a screen shows. Matrices: https://bottosson.github.io/posts/oklab/"""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(_shown(part) * 255):02x}" for part in linear)


def _shown(part: float) -> float:
    part = min(1, max(0, part))
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _readable(accent: str, *, on: str, towards: str) -> str:
    """The nearest colour on the way to black or white that can be read as words on that paper."""
    steps = (mixed(accent, towards, step / STEPS) for step in range(STEPS + 1))
    return next(colour for colour in steps if contrast(colour, on) >= READABLE)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _ratio(value: float) -> str:
    return number_format(int(value * 10) / 10, 1)
