"""What machines ask: is this process alive, and does the whole do its work in time?"""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.errors import place_of
from core.sweeps.lateness import oldest_due
from core.sweeps.registry import sweeps

# Seconds. A frozen Redis or a locked table must not freeze the answer about it.
PATIENCE = 1.0


@login_not_required  # for load balancers and monitors; says nothing about people
@require_safe
@never_cache
def live(request):
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required  # as above
@require_safe
@never_cache
def ready(request):
    database, kinds = _database()
    checks = {"database": database, "redis": _redis(), "due": kinds}
    red = not (database["ok"] and checks["redis"]["ok"] and all(kind["ok"] for kind in kinds.values()))
    return JsonResponse({"status": "red" if red else "green", **checks}, status=503 if red else 200)


def _database() -> tuple[dict, dict]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 2000")
            late = oldest_due()
    except Exception as error:
        return {"ok": False, "error": place_of(error)}, {}
    return {"ok": True}, {
        each.kind: {
            "oldest_seconds": round(late[each.kind], 3),
            "red_after": each.red_after,
            "ok": late[each.kind] <= each.red_after,
        }
        for each in sweeps()
    }


def _redis() -> dict:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
    )
    try:
        client.ping()
    except redis.RedisError as error:
        return {"ok": False, "error": type(error).__name__}
    finally:
        client.close()
    return {"ok": True}
