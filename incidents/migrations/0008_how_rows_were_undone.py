"""What became of each row when its import was taken back, for the report and for going on after a kill."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0007_restricted_stays"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="importverdict",
            name="previous",
        ),
        migrations.AddField(
            model_name="importverdict",
            name="undone",
            field=models.CharField(
                blank=True,
                choices=[
                    ("deleted", "Deleted"),
                    ("retracted", "Retracted"),
                    ("restored", "Restored"),
                    ("kept", "Kept"),
                ],
                default="",
                help_text="What became of it when the run was taken back.",
                max_length=40,
            ),
        ),
        migrations.AddField(
            model_name="importverdict",
            name="undone_reason",
            field=models.TextField(blank=True, help_text="Why it was kept then, or what was issued."),
        ),
        migrations.AddConstraint(
            model_name="importverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("undone__in", ["deleted", "retracted", "restored", "kept", ""])),
                name="importverdict_undone_coded",
                violation_error_message="This code is not in the codebook.",
            ),
        ),
    ]
