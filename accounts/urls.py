"""Account pages of our own; login, second factor and e-mail addresses are allauth's."""

from __future__ import annotations

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("tokens/", views.tokens, name="account_tokens"),
    path("tokens/<slug:prefix>/revoke/", views.revoke, name="account_revoke_token"),
]
