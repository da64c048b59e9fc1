"""Part the sums by cell by country, too; they are emptied, and the next refresh makes them anew."""

from django.db import migrations, models

EMPTY = """
DELETE FROM record_coarse_cell; DELETE FROM record_middle_cell; DELETE FROM record_fine_cell;
DELETE FROM record_summary WHERE name IN ('record_coarse_cell', 'record_middle_cell', 'record_fine_cell');
"""
COUNTRY = models.TextField(help_text="Of the main place.", null=True)
SEVERAL = models.BooleanField(help_text="Whether more than one place is named.")


def _parted(model: str) -> list[object]:
    name = f"{model.removesuffix('cell')}_cell_once"
    keys = ("x", "y", "extent", "event_type", "several", "country")
    constraint = models.UniqueConstraint(fields=keys, name=name, nulls_distinct=False)
    return [
        migrations.RemoveConstraint(model_name=model, name=name),
        migrations.AddField(model_name=model, name="country", field=COUNTRY),
        migrations.AddField(model_name=model, name="several", field=SEVERAL),
        migrations.AddConstraint(model_name=model, constraint=constraint),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0014_sums_in_order"),
    ]

    operations = [
        migrations.RunSQL(EMPTY, reverse_sql=EMPTY),
        *(operation for model in ("coarsecell", "middlecell", "finecell") for operation in _parted(model)),
    ]
