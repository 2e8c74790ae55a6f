"""Pictures are opened in a process of their own, which may be killed: what they hold comes from strangers."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile

PROGRAM = Path(__file__).with_name("thumbnail.py")
SECONDS = 8
ERRORS = (subprocess.TimeoutExpired, subprocess.CalledProcessError, ValueError, OSError)


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    thumbnail: ContentFile

    @classmethod
    def read(cls, file) -> "Picture | None":
        """Measure a picture and make its thumbnail (WebP, 480 px at most); None where it is no picture after all."""
        file.seek(0)
        try:
            made = subprocess.run(  # noqa: S603 - our own module, the bytes go by standard input
                [sys.executable, PROGRAM],
                input=file.read(),
                capture_output=True,
                timeout=SECONDS,
                check=True,
            ).stdout
            head, _, thumbnail = made.partition(b"\n")
            size = json.loads(head)
            return cls(size["width"], size["height"], ContentFile(thumbnail))
        except ERRORS:
            return None
        finally:
            file.seek(0)
