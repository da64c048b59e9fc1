"""Let three indexes answer by themselves what is asked of very many entries; the entries themselves are wide."""

from django.db import migrations, models

SIDES = ("west", "south", "east", "north")


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0017_row_of_several_places"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="entryplace", name="entry_place_once"),
        migrations.AddConstraint(
            model_name="entryplace",
            constraint=models.UniqueConstraint(
                fields=("entry", "position"), include=SIDES, name="entry_place_once"
            ),
        ),
        migrations.RemoveIndex(model_name="entry", name="entry_by_date"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["subject", "-occurred_from", "-public_id"],
                include=("edition", "until"),
                name="entry_by_date",
            ),
        ),
        migrations.RemoveIndex(model_name="entry", name="entry_by_sequence"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["subject", "edition"],
                include=("until", "occurred_from", "public_id"),
                name="entry_by_sequence",
            ),
        ),
    ]
