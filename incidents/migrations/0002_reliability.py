import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0001_desk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkerBeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, unique=True)),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('beat_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('arguments', models.JSONField(blank=True, default=dict)),
                ('key', models.CharField(blank=True, max_length=100)),
                ('state', models.CharField(default='waiting', max_length=40)),
                ('not_before', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('worker', models.CharField(blank=True, max_length=100)),
                ('enqueued_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('done', models.PositiveBigIntegerField(default=0)),
                ('total', models.PositiveBigIntegerField(blank=True, null=True)),
                ('step', models.CharField(blank=True, max_length=200)),
                ('result', models.JSONField(blank=True, default=dict)),
                ('error', models.TextField(blank=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enqueued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-pk',),
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'running'))), fields=['kind', 'id'], name='job_unfinished')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['releases', 'import-check', 'import', 'import-undo'])), name='job_kind_coded'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed', 'cancelled'])), name='job_state_coded'), models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'running')), models.Q(('key', ''), _negated=True)), fields=('key',), name='job_once_by_key'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), models.Q(('state__in', ('done', 'failed', 'cancelled')), _negated=True)), models.Q(('finished_at__isnull', False), models.Q(('state__in', ('waiting', 'running')), _negated=True)), _connector='OR'), name='job_finished_at_its_end'), models.CheckConstraint(condition=models.Q(('cancelled_by__isnull', True), ('cancelled_at__isnull', False), _connector='OR'), name='job_cancelled_at_by')],
            },
        ),
    ]
