"""A user's own page: account, second factor, API tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms import TokenForm
from accounts.models import ApiToken, TokenUsage, User
from accounts.roles import Capability
from accounts.second_factor import has_second_factor
from accounts.tokens import create_token, revoke_token

if TYPE_CHECKING:
    pass

COSTS = [
    (_lazy("a request, with up to 99 documents, events or rows"), 1),
    (_lazy("each hundred documents, events or rows more"), 1),
    (_lazy("counts for a map"), 3),
    (_lazy("an aggregate"), 5),
    (_lazy("the citation of a query"), 10),
    (_lazy("an exact count, or a search in the texts of ACLED's columns, besides"), 10),
    (_lazy("an export, of whatever length"), 20),
    (_lazy("the differences between two releases"), 20),
]
"""What the rooms of the public side charge, in units; accounts know nothing of them, so a test holds this equal."""


def _signed_in(request: HttpRequest) -> User:
    return cast(User, request.user)


@never_cache
@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where one arrives after logging in."""
    user = _signed_in(request)
    facts = {
        "capabilities": [capability for capability in Capability if user.can(capability)],
        "has_second_factor": has_second_factor(user),
    }
    return render(request, "account/home.html", facts)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and a form for a new one. Its secret is part of this one response and of nothing else."""
    form, secret = TokenForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        _token, secret = create_token(by=_signed_in(request), **form.cleaned_data)
        form = TokenForm()
    units = settings.API_UNITS_PER_MINUTE
    own = ApiToken.objects.filter(user=_signed_in(request))
    used = TokenUsage.objects.filter(token__user=_signed_in(request)).recent().totals()
    facts = {
        "form": form,
        "secret": secret,
        "tokens": [(token, used.get(token.pk)) for token in own],
        # Units per minute, by what is shown with a request.
        "shares": [
            (_lazy("without a token, from one address"), units["anonymous"]),
            (_lazy("a token"), units["token"]),
            (_lazy("a token with the largest share"), units["bulk"]),
        ],
        "costs": COSTS,
    }
    return render(request, "account/tokens.html", facts)


@login_required
@require_POST
def revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    """Revoke one of one's own tokens; somebody else's is not found."""
    token = get_object_or_404(ApiToken, prefix=prefix, user=_signed_in(request))
    revoke_token(token, by=_signed_in(request))
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("account_tokens")
