"""The desk's tables.

Nothing is released yet. So there is one initial migration, written anew whenever a model changes:

    rm incidents/migrations/0001_desk.py
    .venv/bin/python manage.py makemigrations incidents --name desk --no-header

From the first release on, each change is a migration of its own. It holds neither texts, which our ``makemigrations``
leaves out, nor triggers, which ``incidents.triggers`` installs after the last migration. Until then the old ones are in
place: a migration that alters columns of a model and also writes rows has to drop that model's triggers first.
"""
