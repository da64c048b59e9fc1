from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What tokens were used for, by day. Unlogged like the cache's table, and for the same reason."""

    dependencies = [("accounts", "0002_cache_table")]

    operations = [
        migrations.CreateModel(
            name="TokenUsage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(help_text="In UTC.", verbose_name="day")),
                (
                    "requests",
                    models.BigIntegerField(help_text="How many were answered.", verbose_name="requests"),
                ),
                ("units", models.BigIntegerField(help_text="What they cost.", verbose_name="units")),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="usage",
                        to="accounts.apitoken",
                        verbose_name="token",
                    ),
                ),
            ],
            options={"verbose_name": "use of a token", "verbose_name_plural": "use of tokens"},
        ),
        migrations.AddConstraint(
            model_name="tokenusage",
            constraint=models.UniqueConstraint(fields=("token", "day"), name="tokenusage_day_once"),
        ),
        migrations.RunSQL(
            "ALTER TABLE accounts_tokenusage SET UNLOGGED", "ALTER TABLE accounts_tokenusage SET LOGGED"
        ),
    ]
