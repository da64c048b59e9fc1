"""Rate limits: what a request costs us is what counts, not how many requests there are."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import DatabaseError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts import rates, usage
from accounts.models import ApiToken, Scope

WINDOW_SECONDS = 60
COST_OF_A_SLOW_COUNT = 10

logger = logging.getLogger(__name__)


class FairShare(BaseThrottle):
    """Units per minute, by address for the anonymous and by account otherwise; see ``API_UNITS_PER_MINUTE``."""

    spent: rates.Spent | None = None
    share: str
    client: str
    """Whose share it is: an address or an account, as a key."""
    limit: int

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Lets through when the count itself fails: reading does not depend on the desk's database."""
        self.share, self.client = _purse(request, self.get_ident(request))
        self.limit = settings.API_UNITS_PER_MINUTE[self.share]
        try:
            self.spent = rates.spend(self.client, cost := _cost(view, request), seconds=WINDOW_SECONDS)
            allowed = self.spent.units <= self.limit
            if allowed and isinstance(request.auth, ApiToken):
                usage.note(request.auth.pk, cost)
        except DatabaseError:
            logger.exception("Requests cannot be counted")
            return True
        return allowed

    def charge(self, request: Request, units: int) -> None:
        """What only the answer could tell. It is not refused for that any more; the next request may be."""
        if units < 1:
            return
        try:
            self.spent = rates.spend(self.client, units, seconds=WINDOW_SECONDS)
            if isinstance(request.auth, ApiToken):
                usage.note(request.auth.pk, units)
        except DatabaseError:
            logger.exception("Requests cannot be counted")

    def wait(self) -> float | None:
        return self.spent.seconds_left if self.spent else None

    def headers(self) -> dict[str, str]:
        """What is left, in the form of the IETF's draft “RateLimit header fields for HTTP”."""
        if self.spent is None:
            return {}
        left = max(0, self.limit - self.spent.units)
        return {
            "RateLimit-Policy": f'"{self.share}";q={self.limit};w={WINDOW_SECONDS}',
            "RateLimit": f'"{self.share}";r={left};t={self.spent.seconds_left}',
        }


def cost_of_page(limit: str, count: str) -> int:
    """One unit, one more for each hundred documents, and some for an exact count."""
    documents = int(limit) if limit.isascii() and limit.isdigit() and len(limit) <= 4 else 100
    return 1 + documents // 100 + (COST_OF_A_SLOW_COUNT if count == "exact" else 0)


def _cost(view: APIView, request: Request) -> int:
    cost = getattr(view, "cost", None)
    return cost(request) if cost else 1


def _purse(request: Request, address: str) -> tuple[str, str]:
    """A person's tokens of one kind share: anybody may make as many as he likes."""
    token = request.auth
    if isinstance(token, ApiToken):
        share = "bulk" if token.has_scope(Scope.READ_BULK) else "token"
        return share, f"{share}:{token.user_id}"
    return "anonymous", f"address:{rates.neighbourhood(address)}"
