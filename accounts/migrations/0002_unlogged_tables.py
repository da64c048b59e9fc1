"""Tables without a write-ahead log: what they hold may be lost in a crash, and so no write to them is written twice."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        # The table behind Django's cache, where rate limits are counted. Made here and not by `createcachetable`, so
        # that it is always there.
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
        ),
        # What tokens were used for, by day.
        migrations.RunSQL(
            "alter table accounts_tokenusage set unlogged", "alter table accounts_tokenusage set logged"
        ),
    ]
