"""URLs of the whole site: which part answers which address."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from incidents.dialects.ogc.landing import Landing

# The admin's own login knows neither rate limits nor the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("incidents.exports.urls")),
    path("api/", include("incidents.api.urls")),
    path("dialects/", include("incidents.dialects.urls")),
    path("ogc", Landing.as_view()),  # no redirect: scripts of other sites could not follow it
    path("ogc/", include("incidents.dialects.ogc.urls")),
    path("", include("incidents.pages.urls")),
]

handler400 = "incidents.pages.views.errors.bad_request"
handler403 = "incidents.pages.views.errors.refused"
handler404 = "incidents.pages.views.errors.not_found"
handler500 = "config.outages.handler.broken"
