"""``/healthz`` for load balancers and monitors: open to strangers, without a session, never cached."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@cache
def _migrations_of_the_code() -> frozenset[tuple[str, str]]:
    """(app, name) of every migration that this process knows; its files do not change while it runs."""
    return frozenset(MigrationLoader(None).graph.nodes)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the database reached and no migration pending, else 503 with the reason in one word (two queries)."""
    try:
        pending = _migrations_of_the_code() - set(MigrationRecorder(connection).applied_migrations())
    except Error:
        return JsonResponse({"status": "unavailable", "reason": "database"}, status=503)
    if pending:
        return JsonResponse({"status": "unavailable", "reason": "migrations"}, status=503)
    return JsonResponse({"status": "ok"})
