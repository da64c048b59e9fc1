"""A point of an incident's own has both coordinates: a check that comes out unknown lets the row pass."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0005_claim_triggers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="incidentlocation",
            name="incidentlocation_point_on_earth",
        ),
        migrations.AddConstraint(
            model_name="incidentlocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat__isnull", True), ("lon__isnull", True)),
                    models.Q(
                        ("lat__isnull", False),
                        ("lat__range", (-90, 90)),
                        ("lon__isnull", False),
                        ("lon__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="incidentlocation_point_on_earth",
                violation_error_message="Give both latitude and longitude, or neither.",
            ),
        ),
    ]
