from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """The table behind Django's cache, where rate limits are counted.

    Made here and not by `createcachetable`, so that it is always there, and unlogged: what it holds may be lost in a
    crash, and so no write to it is written twice.
    """

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            create unlogged table accounts_cache (
                cache_key varchar(255) primary key,
                value text not null,
                expires timestamptz not null
            );
            create index accounts_cache_expires on accounts_cache (expires);
            """,
            "drop table accounts_cache",
        )
    ]
