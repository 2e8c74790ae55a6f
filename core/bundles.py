"""Many small files as one answer, packed once, under an address that changes with what it says."""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

SCRIPT, STYLES = "text/javascript", "text/css"
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Bundle:
    kind: str
    body: bytes
    packed: bytes
    digest: str

    @classmethod
    def of(cls, source: str, kind: str, *, digest: str = "") -> "Bundle":
        body = source.encode()
        return cls(kind, body, gzip.compress(body, 9, mtime=0), digest or sha256(body).hexdigest()[:16])

    def answer(self, request) -> HttpResponse:
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.packed if packed else self.body, content_type=f"{self.kind}; charset=utf-8")
        if packed:
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    def lasting(self, request, *, digest: str) -> HttpResponse:
        """Kept for a year under its own digest; under that of an earlier release, not at all."""
        response = self.answer(request)
        if digest == self.digest:
            patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
        else:
            patch_cache_control(response, no_store=True)
        return response


def styles_in_order() -> list[str]:
    """Every file of static/css, layers.css first; @layer makes the rest order-free."""
    root = settings.BASE_DIR / "static/css"
    names = (path.relative_to(root).as_posix() for path in root.rglob("*.css"))
    return sorted(names, key=lambda name: (name != "layers.css", name))


@cache
def styles() -> Bundle:
    """All of them: sixty files would be sixty requests before the first picture."""
    root = settings.BASE_DIR / "static/css"
    return Bundle.of("".join((root / name).read_text(encoding="utf-8") for name in styles_in_order()), STYLES)


@login_not_required  # the sign-in page wears them too
def show_styles(request, digest: str):
    return styles().lasting(request, digest=digest)
