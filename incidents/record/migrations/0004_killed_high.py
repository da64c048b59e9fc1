"""Find high figures by an index: an open range is written as one that ends at the largest whole number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0003_index")]
    operations = [
        migrations.RunSQL(
            "UPDATE record_entry SET killed_high = 2147483647 WHERE killed_low IS NOT NULL AND killed_high IS NULL",
            "UPDATE record_entry SET killed_high = NULL WHERE killed_high = 2147483647",
        ),
        migrations.AlterField(
            model_name="entry",
            name="killed_high",
            field=models.IntegerField(
                help_text="The largest whole number where open.", null=True, verbose_name="killed, high"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["subject", "killed_high"], name="entry_killed_high"),
        ),
    ]
