"""A photo as it came becomes one we made: what hides in the file beside the picture does not survive."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 256
MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def portrait(upload) -> ContentFile:
    """A square WebP of 256 px from an uploaded JPEG, PNG or WebP; ValidationError for anything else."""
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The photo is larger than 5 MB."))
    upload.seek(0)
    try:
        return _encoded(_opened(upload))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("This file is not a photo we can read. Choose a JPEG, PNG or WebP.")) from error


def _opened(upload) -> Image.Image:
    # The formats are named, or Pillow would try its every decoder on a stranger's bytes.
    image = Image.open(upload, formats=FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise ValidationError(_("The photo has too many pixels. Choose a smaller one."))
    image.draft("RGB", (SIDE * 2, SIDE * 2))
    return image


def _encoded(image: Image.Image) -> ContentFile:
    square = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), (SIDE, SIDE), Image.Resampling.LANCZOS)
    out = BytesIO()
    square.save(out, "WEBP", quality=82)
    return ContentFile(out.getvalue(), name="photo.webp")
