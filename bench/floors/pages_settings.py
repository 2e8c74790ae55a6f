from helpdesk.settings import *  # noqa: F403
from helpdesk.settings import BASE_DIR

ROOT_URLCONF = "bench.floors.pages_urls"
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [BASE_DIR / "bench/floors/templates"]}
]
