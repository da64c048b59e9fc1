"""A short way for ASCII in ``attest_fold``. It folds every text as before, so that nothing has to be rebuilt."""

from django.db import migrations

from incidents.folding import CREATE_FUNCTION


class Migration(migrations.Migration):
    dependencies = [("record", "0012_divisions")]
    operations = [migrations.RunSQL(CREATE_FUNCTION, migrations.RunSQL.noop)]
