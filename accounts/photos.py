"""A photo as it came becomes one we made: what hides in the file beside the picture does not survive."""

from functools import partial
from io import BytesIO

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

SIDE = 256
MAX_BYTES = 5 * 1024 * 1024
# Read in the process that serves pages: each pixel takes eight bytes of its memory for a moment.
MAX_PIXELS = 10_000_000
MAX_OF_A_CAMERA = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


class PhotoField(forms.FileField):
    """A photo to choose; beside it a field `remove_...` takes the one that is there away."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return portrait(upload) if upload else None


def put_photo(row, field: str, clean: dict) -> None:
    """What the form says of it, within the transaction that saves the row; the former file goes after that."""
    old = getattr(row, field).name
    if clean.get(field):
        setattr(row, field, clean[field])
    elif clean.get(f"remove_{field}"):
        setattr(row, field, "")
    else:
        return
    if old:
        transaction.on_commit(partial(default_storage.delete, old))


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
    largest = MAX_PIXELS
    if image.format == "JPEG" and not image.info.get("progressive"):
        # Read at an eighth of its size line by line, while a progressive one is unpacked whole before anything else.
        largest = MAX_OF_A_CAMERA
    if image.width * image.height > largest:
        raise ValidationError(_("The photo has too many pixels. Choose a smaller one."))
    image.draft("RGB", (SIDE * 2, SIDE * 2))
    # Made small in its place before anything copies it.
    image.thumbnail((SIDE * 4, SIDE * 4))
    return image


def _encoded(image: Image.Image) -> ContentFile:
    square = ImageOps.fit(ImageOps.exif_transpose(image).convert("RGB"), (SIDE, SIDE), Image.Resampling.LANCZOS)
    out = BytesIO()
    square.save(out, "WEBP", quality=82)
    return ContentFile(out.getvalue(), name="photo.webp")
