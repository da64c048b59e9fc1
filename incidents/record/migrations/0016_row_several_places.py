"""Find the incidents of several places without reading all: what counting by area counts one by one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0015_cells_by_country")]
    operations = [
        migrations.AddIndex(
            model_name="row",
            index=models.Index(
                condition=models.Q(("places__gt", 1)), fields=["entry"], name="row_several_places"
            ),
        ),
    ]
