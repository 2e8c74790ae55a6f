"""Standard input: a picture. Standard output: a line of JSON with its size, then its thumbnail as WebP.

Run as a program by tickets.pictures, with limits on memory and time, and without the rest of the product.
"""

import io
import json
import resource
import sys

from PIL import Image, ImageOps

MEGAPIXELS = 50_000_000
MEMORY = 1024**3
EDGE = 480


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (6, 6))
    Image.MAX_IMAGE_PIXELS = MEGAPIXELS
    picture = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("PNG", "JPEG", "GIF", "WEBP"))
    # The size stands in the header, so a bomb is refused before it is unpacked.
    if picture.width * picture.height > MEGAPIXELS:
        sys.exit(3)
    picture.seek(0)
    upright = ImageOps.exif_transpose(picture)
    size = {"width": upright.width, "height": upright.height}
    upright.thumbnail((EDGE, EDGE))
    if upright.mode not in ("RGB", "RGBA"):
        upright = upright.convert("RGBA")
    out = io.BytesIO()
    upright.save(out, "WEBP", quality=80)
    sys.stdout.buffer.write(json.dumps(size).encode() + b"\n" + out.getvalue())


if __name__ == "__main__":
    main()
