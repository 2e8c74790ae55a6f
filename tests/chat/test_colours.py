"""Whatever colour a site chooses, words on it and words in it can be read."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from chat.colours import PAPERS, contrast, from_oklch, judged, palette

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
@example("#ffff00")
@example("#ffffff")
@example("#757575")
def test_every_colour_gives_a_readable_palette(accent):
    made = palette(accent)

    assert contrast(made["accent"], made["ink-on-accent"]) >= 4.5
    assert contrast(made["accent-hover"], made["ink-on-accent"]) >= 4.5
    for ink, paper in zip(re.findall(r"#[0-9a-f]{6}", made["accent-ink"]), PAPERS, strict=True):
        assert contrast(ink, paper) >= 4.5


def test_a_faint_colour_is_called_so():
    assert judged("#ffee00")["fine"] is False
    assert judged("#0a7a5c") == {
        "fine": True,
        "sentence": "White words on it can be read: contrast 5.3, 4.5 is needed.",
    }
    assert "black" in judged("#e08a00")["sentence"] or judged("#e08a00")["fine"] is False


def test_no_colour_is_our_own():
    assert set(palette("").values()) == {""}


def test_oklch_is_what_a_browser_shows():
    assert from_oklch(1, 0, 0) == "#ffffff"
    assert from_oklch(0, 0, 0) == "#000000"
    assert from_oklch(0.628, 0.2577, 29.23) == "#ff0000"
