"""Django's admin with our site: the application that stands in INSTALLED_APPS for `django.contrib.admin`."""

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """The stock admin; only its site is ours."""

    default_site = "config.admin_site.DeskSite"
