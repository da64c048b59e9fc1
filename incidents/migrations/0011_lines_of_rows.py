"""Say what the line of a row is counted in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0010_retracted_coverage")]

    operations = [
        migrations.AlterField(
            model_name="importverdict",
            name="line",
            field=models.PositiveIntegerField(
                help_text="Line in which the row begins; of a workbook its number."
            ),
        ),
    ]
