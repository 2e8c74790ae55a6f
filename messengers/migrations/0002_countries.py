from django.db import migrations

# Few on purpose: each further country is a decision. Prices are estimates, to be replaced by those of the contract.
PRICES = {
    "CZ": "0.08", "DE": "0.11", "ES": "0.08", "FR": "0.08", "GB": "0.05", "IT": "0.09", "NL": "0.11", "PL": "0.05", "UA": "0.12",
}  # fmt: skip


def seed(apps, schema_editor):
    country = apps.get_model("messengers", "SmsCountry")
    country.objects.bulk_create(country(code=code, price=price) for code, price in PRICES.items())
    apps.get_model("messengers", "SmsBudget").objects.create(pk=1, daily=50, currency="EUR")


class Migration(migrations.Migration):
    dependencies = [("messengers", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
