"""What an admin keeps: categories with their way and manners, and the words on each channel with a preview."""

import pytest

from core.models import Event
from messengers.models import SmsCountry
from notifications.models import Category, Notification, Template

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R106")]
PAGES = "/desk/settings/notifications/"
GOOD = {
    "name": "Salary", "slug": "salary", "purpose": "account", "variables": "amount: 12.50 EUR\n*code: 4829",
    "lifetime": "60", "pause": "0", "quiet_from": "", "quiet_until": "", "cap_count": "", "cap_hours": "24",
    "alarm_below": "97", "channel_1": "push", "seconds_1": "3.5", "channel_2": "sms", "seconds_2": "30",
    "channel_3": "", "seconds_3": "",
}  # fmt: skip


@pytest.fixture
def post(client, admin):
    client.force_login(admin)
    return lambda path="", **given: client.post(f"{PAGES}{path}", given)


def test_a_new_category_is_made_with_its_way(post):
    assert post("new/", **GOOD).status_code == 302
    made = Category.objects.get(slug="salary")
    assert made.steps == [{"channel": "push", "seconds": 3.5}, {"channel": "sms", "seconds": 30}]
    assert made.variables[1] == {"name": "code", "example": "4829", "secret": True}
    assert Event.objects.filter(name="category.made").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"channel_2": "push"}, "Each channel is tried once."),
        ({"channel_1": "", "channel_2": ""}, "A cascade has one to five steps."),
        ({"seconds_1": "0"}, "greater than or equal to 1"),
        ({"quiet_from": "21:00"}, "Quiet hours have a beginning and an end"),
        ({"purpose": "code", "pause": "30"}, "A code waits for nobody"),
        ({"variables": "Amount!"}, "is no variable"),
        ({"variables": "a: 1\na: 2"}, "Each variable is named once."),
        ({"slug": "advert"}, "There is a category of this short name already."),
        ({"alarm_below": "101"}, "less than or equal to 100"),
        ({"is_active": "on"}, "This form has no field"),
    ],
)
def test_a_wrong_category_is_refused_with_a_sentence_and_nothing_typed_is_lost(post, wrong, sentence):
    answer = post("new/", **(GOOD | wrong))
    assert answer.status_code == 422 and sentence in answer.text and 'value="Salary"' in answer.text
    assert not Category.objects.filter(name="Salary").exists()


def test_editing_keeps_the_short_name_and_is_recorded_once(post, payment):
    same = {name: value for name, value in GOOD.items() if name != "slug"} | {"variables": "amount: 5 EUR"}
    post(f"{payment.pk}/", **same)
    post(f"{payment.pk}/", **same)
    payment.refresh_from_db()
    assert (payment.slug, payment.name, payment.alarm_below) == ("payment", "Salary", 97)
    assert Event.objects.filter(name="category.edited").count() == 1


def test_the_edit_page_shows_what_stands(client, admin, payment):
    client.force_login(admin)
    page = client.get(f"{PAGES}{payment.pk}/").text
    assert "amount: 5 EUR" in page and "Paid {amount}" in page and 'value="4"' in page


def test_a_variable_that_is_still_said_is_not_taken_away(post, payment):
    given = {name: value for name, value in GOOD.items() if name != "slug"} | {"variables": "other: 1"}
    answer = post(f"{payment.pk}/", **given)
    assert answer.status_code == 422 and "A template still says {amount}" in answer.text


def test_before_it_is_switched_off_the_page_says_what_is_on_its_way(client, admin, payment, dave):
    Notification.objects.create(category=payment, customer=dave, source="test")
    client.force_login(admin)
    assert "1 notification is on its way" in client.get(f"{PAGES}{payment.pk}/activation/").text
    client.post(f"{PAGES}{payment.pk}/activation/")
    payment.refresh_from_db()
    assert not payment.is_active
    client.post(f"{PAGES}{payment.pk}/activation/", {"on": "1"})
    payment.refresh_from_db()
    assert payment.is_active


@pytest.mark.requirement("R103")
def test_the_preview_counts_segments_with_the_examples(post, payment):
    page = post(f"{payment.pk}/templates/sms/en/preview/", body="Paid {amount}").text
    assert "Paid 5 EUR" in page and "1 segment with" in page
    assert "2 segments with" in post(f"{payment.pk}/templates/sms/en/preview/", body="Ж" * 71).text


@pytest.mark.requirement("R103")
def test_the_preview_of_an_sms_says_what_each_costs(post, payment):
    where = f"{payment.pk}/templates/sms/en/preview/"
    SmsCountry.objects.all().delete()
    assert "Each costs" not in post(where, body="Paid").text
    SmsCountry.objects.create(code="UA", price="0.12")
    assert "Each costs 0.24 EUR" in post(where, body="Ж" * 71).text
    SmsCountry.objects.create(code="CZ", price="0.0855")
    SmsCountry.objects.create(code="US", price="9", is_allowed=False)
    assert "Each costs 0.0855 to 0.12 EUR, by country" in post(where, body="Paid").text
    assert "Each costs" not in post(f"{payment.pk}/templates/push/en/preview/", title="Paid", body="Paid").text


def test_words_are_written_and_written_anew(post, payment):
    where = f"{payment.pk}/templates/push/ru/"
    for body in ("Оплачено {amount}", "Оплата {amount}"):
        assert post(where, title="Банк", body=body, link="").status_code == 302
    assert Template.objects.get(category=payment, channel="push", language="ru").body == "Оплата {amount}"


@pytest.mark.parametrize("body", ["Paid {sum}", "Paid {Amount}", "Paid {}"])
def test_braces_hold_known_variables_only(post, payment, body):
    answer = post(f"{payment.pk}/templates/sms/en/", body=body)
    assert answer.status_code == 422 and "There is no variable" in answer.text and "{amount}" in answer.text
    assert payment.templates.get(channel="sms").body == "Paid {amount}"


def test_a_link_is_an_address(post, payment):
    answer = post(f"{payment.pk}/templates/push/en/", title="T", body="B", link="javascript:alert(1)")
    assert answer.status_code == 422


def test_words_are_removed(post, payment):
    for _ in range(2):
        assert post(f"{payment.pk}/templates/sms/en/removal/").status_code == 302
    assert not payment.templates.filter(channel="sms").exists()
    assert Event.objects.filter(name="template.removed").count() == 1


def test_a_channel_or_language_that_is_none_does_not_exist(client, admin, payment):
    client.force_login(admin)
    for where in ("fax/en", "sms/xx"):
        assert client.get(f"{PAGES}{payment.pk}/templates/{where}/").status_code == 404


def test_the_admin_never_shows_what_was_sent(client, admin, payment, dave):
    one = Notification.objects.create(category=payment, customer=dave, source="test", content='{"sms": "482913"}')
    client.force_login(admin)
    for page in ("", f"{one.pk}/change/"):
        answer = client.get(f"/admin/notifications/notification/{page}")
        assert answer.status_code == 200 and "482913" not in answer.text


def test_a_category_in_the_admin_has_a_pause_and_no_raw_steps(client, admin, payment):
    client.force_login(admin)
    page = f"/admin/notifications/category/{payment.pk}/change/"
    sent = {"name": payment.name, "slug": payment.slug, "purpose": payment.purpose, "lifetime": "01:00:00", "pause": "",
            "cap_hours": 24, "is_active": "on", "steps": "7", "variables": "7"}  # fmt: skip

    assert client.post(page, sent).context["adminform"].form.errors.keys() == {"pause"}
    answer = client.post(page, sent | {"pause": "00:00:05"})

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    kept = Category.objects.get(pk=payment.pk)
    assert (kept.pause.seconds, kept.steps, kept.variables) == (5, payment.steps, payment.variables)
