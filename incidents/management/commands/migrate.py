"""Django's ``migrate``, which says what no migration has yet: it compares as our ``makemigrations`` does."""

from django.core.management.commands import migrate

from .makemigrations import TextlessAutodetector


class Command(migrate.Command):
    autodetector = TextlessAutodetector
