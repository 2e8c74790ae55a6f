"""Where SMS go and what they may cost, set without code."""

from decimal import Decimal

import pytest

from core.models import Event
from messengers.models import SmsBudget, SmsCountry
from messengers.models.money import today

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R103")]
AT = "/desk/settings/sms/"


@pytest.fixture
def desk(desk_of, admin):
    return desk_of(admin)


def test_a_country_is_added_priced_and_refused(desk):
    assert desk.post(f"{AT}new/", {"code": "CA", "price": "0.07", "is_allowed": "on"}).status_code == 302
    country = SmsCountry.objects.get(code="CA")
    assert "Canada" in desk.get(AT).text
    assert "CA" not in desk.get(f"{AT}new/").context["form"].fields["code"].widget.choices

    desk.post(f"{AT}{country.pk}/", {"price": "0.09"})
    country.refresh_from_db()
    assert (country.price, country.is_allowed) == (Decimal("0.09"), False)
    desk.post(f"{AT}{country.pk}/", {"price": "0.09"})
    told = Event.objects.filter(stream="sms_country:CA").order_by("pk")
    assert [event.payload["fields"] for event in told] == [["is_allowed", "price"]] * 2, "the same again is no change"


def test_its_name_is_in_the_readers_language(desk_of, admin):
    admin.language = "ru"
    admin.save()
    assert "Украина" in desk_of(admin).get(AT, headers={"Accept-Language": "ru"}).text


@pytest.mark.parametrize(
    "words", [{"code": "UA", "price": "1"}, {"code": "XX", "price": "1"}, {"code": "CA", "price": "-1"}, {"code": "CA"}]
)
def test_what_makes_no_sense_is_said_and_kept(desk, words):
    answer = desk.post(f"{AT}new/", words)
    assert answer.status_code == 422
    assert not SmsCountry.objects.filter(code__in=["XX", "CA"]).exists()


def test_the_limits_are_changed_and_what_was_spent_stays(desk):
    SmsBudget.objects.update(spent="12.5", spent_on=today())
    assert desk.post(AT, {"daily": "20", "currency": "USD", "per_number": "3"}).status_code == 302
    budget = SmsBudget.current()
    assert (budget.daily, budget.currency, budget.per_number, budget.spent_today) == (20, "USD", 3, Decimal("12.5"))
    assert desk.post(AT, {"daily": "20", "currency": "usd", "per_number": "3"}).status_code == 422


def test_a_spent_budget_stands_on_the_page(desk):
    assert "The budget for today is spent." not in desk.get(AT).text
    SmsBudget.objects.update(alarmed_on=today())
    assert "The budget for today is spent." in desk.get(AT).text


def test_of_many_who_charge_at_once_none_goes_past_the_budget(transactional_db, at_once):
    SmsBudget.objects.update(daily="1.00", spent=0, spent_on=None)
    charged = at_once(8, lambda number: SmsBudget.current().charge(Decimal("0.30")))
    assert charged.count(True) == 3
    assert SmsBudget.current().spent == Decimal("0.90")
