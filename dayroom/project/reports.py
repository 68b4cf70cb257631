"""Browsers tell here when a page tried what the content-security policy forbids (R111)."""

import json
import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dayroom.kernel.people.visit import public

LARGEST_REPORT = 20_000
NOTED = ("effective-directive", "violated-directive", "blocked-uri", "source-file", "line-number")
logger = logging.getLogger("dayroom.policy")


@public
@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Only the fields that name the fault are kept: the rest may quote the page."""
    body = request.read(LARGEST_REPORT)
    try:
        told = json.loads(body)["csp-report"]
        noted = {name: str(told[name])[:200] for name in NOTED if name in told}
    except (ValueError, KeyError, TypeError):
        return HttpResponse("This is not a report.", status=400, content_type="text/plain")
    logger.warning("a page tried what the policy forbids: %s", json.dumps(noted))
    return HttpResponse(status=204)
