"""What the tables of record and desk stand on: two extensions and the folding of names.

A later change of folding.py's tables needs a migration that runs CREATE_FUNCTION again and rebuilds what was
folded before; see docs/record.md.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

from incidents.folding import CREATE_FUNCTION, DROP_FUNCTION


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [("incidents", "__first__")]  # the desk's columns and constraints use all three
    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(CREATE_FUNCTION, DROP_FUNCTION),
    ]
