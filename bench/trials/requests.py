"""Generated requests to every address of the site, as readers, researchers and each role of the desk.

None may be answered by an error of ours (5xx), and nobody from outside may be told what only the desk knows: desk and
record are full of marked secrets, which are looked for in every answer. BENCH_REQUESTS says how many (25,000 unless
set), BENCH_SEED which (shown, so that a run can be repeated). Exits with status 1 when something broke or leaked.
"""

from __future__ import annotations

import logging
import os
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from bench.timing import show
from bench.trials.hostile import Generator, HostileRequest, routes
from incidents.record.models import Edition
from tests.admin.browsing import fields_of, form_of
from tests.security.walking import body, leaks
from tests.security.world import World

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "25000"))
SEED = int(os.environ.get("BENCH_SEED", random.randrange(10**6)))
FROM_OUTSIDE = 0.6
"""The part of all requests that is not the desk's. It comes first: the desk's own acts may publish a secret."""
BETWEEN_LOGINS = 100
_SETTINGS: dict[str, Any] = {
    "API_UNITS_PER_MINUTE": dict.fromkeys(settings.API_UNITS_PER_MINUTE, 10**9),
    "ALLOWED_HOSTS": ["*"],
    "STORAGES": settings.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
}
"""Nobody's share runs out, and static files need not have been collected."""


def main() -> None:
    """Ask, count the answers, and show what was wrong with them."""
    print(f"seed {SEED}")
    logging.disable(logging.CRITICAL)
    world = World()
    with override_settings(**_SETTINGS):
        trial = Trial(world)
        begun = perf_counter()
        trial.outside(int(REQUESTS * FROM_OUTSIDE))
        trial.desk(REQUESTS - trial.asked)
    rate = trial.asked / (perf_counter() - begun)
    classes = sorted(trial.answers)
    show(("requests", "a second", *classes), [(trial.asked, f"{rate:.0f}", *map(trial.answers.get, classes))])
    if trial.wrong:
        sys.exit("\n".join(trial.wrong[:40]))


class Trial:
    """Sends requests and keeps what was wrong with their answers."""

    def __init__(self, world: World) -> None:
        self.world = world
        known = [*Edition.objects.values_list("public_id", flat=True).distinct(), "Public clash", "1", "2"]
        self.generator = Generator(SEED, known)
        self.random = self.generator.random
        self.asked = 0
        self.answers = Counter[str]()
        self.wrong: list[str] = []

    def outside(self, number: int) -> None:
        """As a reader, and as somebody with an account and no role: every address, with secrets looked for."""
        outsider = User.objects.create_user("outsider@example.org", display_name="Outsider")
        addresses = routes()
        public = [route for route in addresses if not route.startswith("admin/")]
        for turn in range(number):
            if turn % BETWEEN_LOGINS == 0:
                clients = [self._client(None), self._client(None), self._client(outsider)]
            route = self.random.choice(public if self.random.random() < 0.85 else addresses)
            request = self.generator.request(route)
            response = self._send(self.random.choice(clients), request)
            if leaked := leaks(response):
                told = [self.world.secrets.markers.get(marker, marker) for marker in leaked]
                self.wrong.append(f"{request} tells {told}")

    def desk(self, number: int) -> None:
        """As each role: every address of the desk, and its own forms filled in otherwise."""
        users = [self.world.analyst, self.world.reviewer, self.world.manager]
        addresses = [route for route in routes() if route.startswith(("admin/", "accounts/"))]
        end = self.asked + number
        while self.asked < end:
            # What the requests did to the accounts is undone, or they would soon be nobody's.
            for user in users:
                User.objects.filter(pk=user.pk).update(role=user.role, is_active=True, password=user.password)
            clients = [self._client(user) for user in users]
            forms = _forms()
            for _ in range(BETWEEN_LOGINS):
                client = self.random.choice(clients)
                if self.random.random() < 0.4:
                    self._fill_in(client, self.random.choice(forms))
                else:
                    self._send(client, self.generator.request(self.random.choice(addresses)))

    def _client(self, user: User | None) -> Client:
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        return client

    def _fill_in(self, client: Client, address: str) -> None:
        """Open a form and send it with a few fields changed, as a browser does."""
        page = self._send(client, HostileRequest("GET", address))
        if page.status_code != 200:
            return
        fields = self.generator.changed(fields_of(body(page)))
        self._judged(HostileRequest("POST", address), lambda: client.post(address, fields), str(fields))

    def _send(self, client: Client, request: HostileRequest) -> Any:
        method, path, kind = request.method, request.path, request.content_type
        send: Any = client.generic  # whose headers are keywords
        return self._judged(request, lambda: send(method, path, request.body, kind, **request.headers))

    def _judged(self, request: HostileRequest, send: Callable[[], Any], more: str = "") -> Any:
        self.asked += 1
        try:
            response = send()
            body(response)
        except Exception:
            self.answers["broke off"] += 1
            self.wrong.append(f"{request} {more[:500]}\n{traceback.format_exc(limit=-3)}")
            return HttpResponse(status=500)
        self.answers[f"{response.status_code // 100}xx"] += 1
        if response.status_code >= 500:
            problem = getattr(response, "exc_info", None)
            told = "".join(traceback.format_exception(*problem)[-3:]) if problem else ""
            self.wrong.append(f"{response.status_code} {request} {more[:500]}\n{told}")
        return response


def _forms() -> list[str]:
    """Addresses of the desk's forms: of each table the one for a new row, and that of some row there is."""
    found = []
    for model in admin.site._registry:
        found.append(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"))
        found += map(form_of, model._default_manager.order_by("?")[:1])
    return found
