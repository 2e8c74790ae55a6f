import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

# The trail is written once; rows may only be removed, when their keeping time is over.
APPEND_ONLY = """
CREATE FUNCTION core_event_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are written once';
END $$;
CREATE TRIGGER core_event_written_once BEFORE UPDATE ON core_event
    FOR EACH ROW EXECUTE FUNCTION core_event_written_once();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(verbose_name='name', max_length=200, unique=True)),
                ('next_run_at', models.DateTimeField(verbose_name='next run at', db_default=django.db.models.functions.datetime.Now(), db_index=True)),
                ('last_run_at', models.DateTimeField(verbose_name='last run at', blank=True, null=True)),
                ('error', models.CharField(verbose_name='error', blank=True, max_length=300)),
            ],
            options={
                'verbose_name': 'periodic job',
                'verbose_name_plural': 'periodic jobs',
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(verbose_name='name', max_length=80)),
                ('stream', models.CharField(verbose_name='stream', blank=True, max_length=80)),
                ('payload', models.JSONField(verbose_name='payload')),
                ('actor_kind', models.CharField(verbose_name='kind of actor', max_length=10)),
                ('actor_id', models.BigIntegerField(verbose_name='actor’s id', null=True)),
                ('happened_at', models.DateTimeField(verbose_name='happened at', db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'indexes': [models.Index(condition=models.Q(('stream', ''), _negated=True), fields=['stream', 'id'], name='event_stream'), models.Index(fields=['name', 'happened_at'], name='event_name_happened_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('actor_kind__in', ('agent', 'customer', 'bot', 'system'))), name='event_actor_kind')],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handler', models.CharField(verbose_name='handler', max_length=200)),
                ('stream', models.CharField(verbose_name='stream', blank=True, max_length=80)),
                ('due_at', models.DateTimeField(verbose_name='due at', db_default=django.db.models.functions.datetime.Now())),
                ('attempts', models.PositiveSmallIntegerField(verbose_name='attempts', default=0)),
                ('error', models.CharField(verbose_name='error', blank=True, max_length=300)),
                ('failed_at', models.DateTimeField(verbose_name='gave up at', blank=True, null=True)),
                ('event', models.ForeignKey(verbose_name='event', on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='core.event')),
            ],
            options={
                'verbose_name': 'reaction',
                'verbose_name_plural': 'reactions',
                'indexes': [models.Index(condition=models.Q(('failed_at', None)), fields=['due_at', 'id'], name='reaction_due'), models.Index(condition=models.Q(('failed_at', None), models.Q(('stream', ''), _negated=True)), fields=['handler', 'stream', 'id'], name='reaction_order')],
                'constraints': [models.UniqueConstraint(fields=('event', 'handler'), name='reaction_once_per_handler')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION core_event_written_once CASCADE"),
    ]
