"""The five kinds of things a bank tells (R106), ready to be changed: what a house has changed is never touched again."""

from datetime import time, timedelta

from django.db import migrations

PUSH_THEN_SMS = [{"channel": "push", "seconds": 4}, {"channel": "sms", "seconds": 30}]
PUSH_SMS_MAIL = [*PUSH_THEN_SMS, {"channel": "email", "seconds": 3600}]


def variable(name, example, *, secret=False):
    return {"name": name, "example": example, "secret": secret}


CATEGORIES = [
    {
        "slug": "card-transaction",
        "name": "Card transaction",
        "purpose": "account",
        "variables": [variable("amount", "12.50 EUR"), variable("merchant", "Coffee House"), variable("card", "·· 4417")],
    },
    {
        "slug": "incoming-transfer",
        "name": "Incoming transfer",
        "purpose": "account",
        "variables": [variable("amount", "300.00 EUR"), variable("sender", "Olena K."), variable("account", "·· 0192")],
    },
    {
        "slug": "confirmation-code",
        "name": "Confirmation code",
        "purpose": "code",
        "lifetime": timedelta(minutes=5),
        "variables": [variable("code", "482913", secret=True), variable("action", "a payment of 40.00 EUR")],
    },
    {
        "slug": "support-chat",
        "name": "Answer in a chat",
        "purpose": "chat",
        "steps": PUSH_SMS_MAIL,
        "pause": timedelta(seconds=30),
        "variables": [variable("operator", "Alice"), variable("company", "Heron Bank"), variable("url", "https://help.example/c/x", secret=True), variable("message", "The money is on its way")],
    },
    {
        "slug": "advert",
        "name": "Advert",
        "purpose": "advert",
        "steps": [{"channel": "push", "seconds": 3600}],
        "quiet_from": time(21),
        "quiet_until": time(9),
        "cap_count": 2,
        "cap_hours": 24,
        "variables": [variable("title", "Travel in spring"), variable("text", "No fees abroad until May."), variable("url", "https://help.example/stories/spring")],
    },
]

# category -> channel -> language -> (title, body, link)
TEMPLATES = {
    "card-transaction": {
        "push": {
            "en": ("{amount} at {merchant}", "Card {card}", ""),
            "ru": ("{amount}, {merchant}", "Карта {card}", ""),
        },
        "sms": {
            "en": ("", "Card {card}: {amount} at {merchant}", ""),
            "ru": ("", "Карта {card}: {amount}, {merchant}", ""),
        },
    },
    "incoming-transfer": {
        "push": {
            "en": ("+{amount}", "From {sender} to account {account}", ""),
            "ru": ("+{amount}", "От {sender} на счёт {account}", ""),
        },
        "sms": {
            "en": ("", "+{amount} from {sender} to account {account}", ""),
            "ru": ("", "+{amount} от {sender} на счёт {account}", ""),
        },
    },
    "confirmation-code": {
        "push": {
            "en": ("Code {code}", "For {action}. Tell it to nobody, not even to us.", ""),
            "ru": ("Код {code}", "Для: {action}. Никому его не сообщайте, даже нам.", ""),
        },
        "sms": {
            "en": ("", "{code} is your code for {action}. Tell it to nobody.", ""),
            "ru": ("", "{code} — ваш код для: {action}. Никому его не сообщайте.", ""),
        },
    },
    "support-chat": {
        "push": {
            "en": ("{company}", "{operator} has answered you", "{url}"),
            "ru": ("{company}", "Вам ответили: {operator}", "{url}"),
        },
        "sms": {
            "en": ("", "{company}: {operator} has answered you. {url}", ""),
            "ru": ("", "{company}: вам ответили ({operator}). {url}", ""),
        },
        "email": {
            "en": ("{operator} has answered you", "{operator} of {company} has answered your question.\n\nRead and reply: {url}", "{url}"),
            "ru": ("Вам ответили: {operator}", "{operator} ({company}) отвечает на ваш вопрос.\n\nПрочитать и ответить: {url}", "{url}"),
        },
    },
    "advert": {
        "push": {"en": ("{title}", "{text}", "{url}"), "ru": ("{title}", "{text}", "{url}")},
        "sms": {"en": ("", "{text} {url}", ""), "ru": ("", "{text} {url}", "")},
        "email": {"en": ("{title}", "{text}\n\n{url}", "{url}"), "ru": ("{title}", "{text}\n\n{url}", "{url}")},
    },
}


def begin(apps, schema_editor):
    Category = apps.get_model("notifications", "Category")
    Template = apps.get_model("notifications", "Template")
    for values in CATEGORIES:
        category = Category.objects.create(**{"steps": PUSH_THEN_SMS, **values})
        for channel, languages in TEMPLATES[category.slug].items():
            for language, (title, body, link) in languages.items():
                Template.objects.create(
                    category=category, channel=channel, language=language, title=title, body=body, link=link
                )


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_first")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
