"""Draws static/icons/*.png from our mark, static/icon.svg: `python -m embedded.icons`, after the mark has changed."""

from pathlib import Path

from PIL import Image, ImageDraw

PLACE = Path(__file__).parent.parent / "static/icons"
ACCENT, WHITE = "#2456d3", "#ffffff"
# In units of the mark, which is 24 by 24: each line's height and where it ends.
LINES = ((8.5, 17), (12, 17), (15.5, 12))
FINER = 4


def main() -> None:
    PLACE.mkdir(exist_ok=True)
    for name, size, rounded, share in (
        ("icon-192", 192, True, 1.0),
        ("icon-512", 512, True, 1.0),
        # Cut to a circle by some launchers: square, and the lines within the safe middle.
        ("maskable-512", 512, False, 0.8),
        ("apple-180", 180, False, 0.9),
        ("badge-96", 96, False, 1.4),
    ):
        mark(size, rounded=rounded, share=share, ground=None if name.startswith("badge") else ACCENT).save(
            PLACE / f"{name}.png", optimize=True
        )


def mark(size: int, *, rounded: bool, share: float, ground: str | None) -> Image.Image:
    side = size * FINER
    unit = side / 24
    image = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(image)
    if ground:
        draw.rounded_rectangle((0, 0, side - 1, side - 1), radius=7 * unit if rounded else 0, fill=ground)
    for height, end in LINES:
        _line(draw, side, unit * share, height, end)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _line(draw: ImageDraw.ImageDraw, side: int, unit: float, height: float, end: float) -> None:
    left, right = side / 2 + (7 - 12) * unit, side / 2 + (end - 12) * unit
    middle = side / 2 + (height - 12) * unit
    draw.rounded_rectangle((left - unit, middle - unit, right + unit, middle + unit), radius=unit, fill=WHITE)


if __name__ == "__main__":
    main()
