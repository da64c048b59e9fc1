"""Of which epoch a release is: its files say so, and are written again as they were."""

from uuid import UUID

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0007_coverage")]
    operations = [
        migrations.AddField(
            model_name="release",
            name="epoch",
            field=models.UUIDField(
                default=UUID(int=0),
                help_text="The log's epoch when the release was made.",
                verbose_name="epoch",
            ),
            preserve_default=False,
        ),
    ]
