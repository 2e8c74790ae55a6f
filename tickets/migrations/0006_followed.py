from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0005_fields_by_kind_of_information"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="is_followed",
            field=models.BooleanField(default=False, editable=False, verbose_name="followed"),
        ),
    ]
