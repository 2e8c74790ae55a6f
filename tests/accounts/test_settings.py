"""Departments, days off and people as an admin keeps them in the product's own pages (R30)."""

from datetime import date, time, timedelta

import pytest
from django.core import mail

from accounts.models import Department, Holiday, User
from accounts.reactions import reset_link
from accounts.tokens import INVITATION
from core.models import Event

pytestmark = pytest.mark.django_db
AT = "/desk/settings/"


@pytest.fixture
def desk(desk_of, admin):
    return desk_of(admin)


def told(name):
    return [event.payload for event in Event.objects.filter(name=name).order_by("id")]


def week(**days):
    """`week(mon=("09:00", "18:00"))`, as the twenty-eight inputs send it."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return [time for name in names for time in (*days.get(name, ()), *[""] * 4)[:4]]


def department_form(**fields):
    return {
        "name": "Loans", "icon": "wallet", "position": 3, "members": [], "always": "", "time_zone": "Europe/Kyiv",
        "within": 2, "unit": "hours", "hours": week(mon=("09:00", "13:00", "14:00", "00:00"), sat=("10:00", "12:00")),
        "holidays_on": ["2026-12-25", ""], "holidays_name": ["Christmas", ""],
    } | fields  # fmt: skip


@pytest.mark.requirement("R30")
def test_a_department_is_made_with_its_people_and_hours(desk, alice):
    answer = desk.post(f"{AT}departments/new/", department_form(members=[alice.pk]))

    assert answer.status_code == 302, answer.text
    loans = Department.objects.get(slug="loans")
    assert (loans.name, loans.icon, loans.time_zone, loans.reply_within) == (
        "Loans", "wallet", "Europe/Kyiv", timedelta(hours=2),
    )  # fmt: skip
    assert list(loans.members.all()) == [alice]
    assert list(loans.hours.values_list("weekday", "opens_at", "closes_at")) == [
        (0, time(9), time(13)), (0, time(14), time(0)), (5, time(10), time(12)),
    ]  # fmt: skip
    assert list(loans.holidays.values_list("on", "name")) == [(date(2026, 12, 25), "Christmas")]
    assert len(told("department.made")) == 1


def test_a_name_in_cyrillic_gets_a_slug_of_its_own(desk):
    for name in ("Кредиты", "Вклады"):
        assert desk.post(f"{AT}departments/new/", department_form(name=name)).status_code == 302
    assert set(Department.objects.values_list("slug", flat=True)) == {"department", "department-2"}


def test_the_page_shows_what_is_kept_and_saving_it_changes_nothing(desk, cards, alice):
    desk.post(f"{AT}departments/{cards.pk}/", department_form(name="Cards", members=[alice.pk]))
    before = len(told("department.edited"))

    page = desk.get(f"{AT}departments/{cards.pk}/").text
    assert 'value="13:00"' in page and 'value="2026-12-25"' in page
    desk.post(f"{AT}departments/{cards.pk}/", department_form(name="Cards", members=[alice.pk]))

    assert before == 1
    assert len(told("department.edited")) == 1, "saving the same again is no change"


def test_day_and_night_forgets_the_hours(desk, cards):
    desk.post(f"{AT}departments/{cards.pk}/", department_form(name="Cards"))
    assert cards.hours.exists()
    desk.post(f"{AT}departments/{cards.pk}/", department_form(name="Cards", always="1"))
    assert not cards.hours.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hours": week(mon=("09:00", ""))}, "Monday: say both when it opens and when it closes."),
        ({"hours": week(tue=("18:00", "09:00"))}, "Tuesday: it closes before it opens."),
        ({"hours": week(wed=("09:00", "14:00", "13:00", "18:00"))}, "Wednesday: the second time begins before"),
        ({"hours": week(thu=("9", "18:00"))}, "Thursday: write times like 09:00."),
        ({"hours": ["09:00"]}, "The week came incomplete."),
        ({"hours": week()}, "Without any hour it would never open."),
        ({"holidays_on": ["2026-12-25"] * 2, "holidays_name": ["A", "B"]}, "2026-12-25 stands here twice."),
        ({"holidays_on": ["2026-12-25"], "holidays_name": [""]}, "2026-12-25: say what day it is."),
        ({"holidays_on": ["soon"], "holidays_name": ["A"]}, "“soon” is not a day."),
        ({"within": 0}, "greater than or equal to 1"),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice."),
        ({"name": " "}, "This field is required."),
    ],
)
def test_what_is_wrong_is_said_on_top_and_nothing_is_lost(desk, cards, wrong, said):
    answer = desk.post(f"{AT}departments/{cards.pk}/", department_form(**{"name": "Typed anew", **wrong}))

    assert answer.status_code == 422
    assert said in answer.text
    assert "Nothing is saved yet." in answer.text
    assert 'value="wallet" ' in answer.text
    assert Department.objects.get(pk=cards.pk).name == "Cards"


def test_two_departments_do_not_share_a_name(desk, cards):
    answer = desk.post(f"{AT}departments/new/", department_form(name="CARDS"))
    assert answer.status_code == 422
    assert "There is a department of this name already." in answer.text


def test_a_supervisor_keeps_the_hours_of_his_own_and_nothing_else(desk_of, sam, cards, alice):
    loans = Department.objects.create(name="Loans", slug="loans")
    his = desk_of(sam)

    page = his.get(f"{AT}departments/{cards.pk}/")
    assert page.status_code == 200
    assert 'name="members"' not in page.text
    assert his.get(f"{AT}departments/{loans.pk}/").status_code == 404
    form = {
        name: value for name, value in department_form().items() if name not in ("name", "icon", "position", "members")
    }
    assert his.post(f"{AT}departments/{cards.pk}/", form | {"name": "Mine"}).status_code == 422
    assert his.post(f"{AT}departments/{cards.pk}/", form).status_code == 302
    cards.refresh_from_db()
    assert (cards.name, cards.hours.count()) == ("Cards", 3)


def test_before_a_department_is_closed_one_is_told_what_it_touches(desk, cards, double_charge):
    page = desk.get(f"{AT}departments/{cards.pk}/activation/").text
    assert "1 open ticket stays in it" in page

    assert desk.post(f"{AT}departments/{cards.pk}/activation/").status_code == 302
    assert desk.post(f"{AT}departments/{cards.pk}/activation/").status_code == 302
    assert not Department.objects.get(pk=cards.pk).is_active
    assert len(told("department.deactivated")) == 1, "twice is once"
    desk.post(f"{AT}departments/{cards.pk}/activation/", {"on": "1"})
    assert Department.objects.get(pk=cards.pk).is_active


def test_days_off_of_the_whole_house(desk, cards):
    desk.post(f"{AT}holidays/", {"holidays_on": ["2026-08-24"], "holidays_name": ["Independence Day"]})
    assert list(Holiday.objects.values_list("department", "name")) == [(None, "Independence Day")]
    assert "Independence Day" in desk.get(f"{AT}holidays/").text


INVITED = {"email": "New@Demo.test", "name": "Nora", "role": "operator", "language": "ru", "time_zone": "Europe/Kyiv"}


def test_who_is_invited_chooses_a_password_by_the_link(desk, client, cards, after_commit):
    answer = desk.post(f"{AT}people/new/", {**INVITED, "departments": [cards.pk]})

    nora = User.objects.get(email="new@demo.test")
    assert answer["Location"] == f"{AT}people/{nora.pk}/"
    assert (nora.role, nora.language, nora.department_ids) == ("operator", "ru", {cards.pk})
    assert not nora.has_usable_password()
    assert told("agent.invited") == [{"agent_id": nora.pk}]
    link = reset_link(nora)
    page = client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True)
    new = {"password1": "A heron 4 the desk", "password2": "A heron 4 the desk"}
    client.post(page.redirect_chain[-1][0], new)
    assert User.objects.get(pk=nora.pk).check_password("A heron 4 the desk")


def test_without_a_mail_server_the_link_is_shown_once(desk, settings):
    settings.MAILERS = {"default": {"BACKEND": "core.mail.NoServer"}}
    answer = desk.post(f"{AT}people/new/", INVITED)
    assert answer.status_code == 200
    assert "/accounts/password/reset/key/" in answer.text
    assert answer["Cache-Control"] == "no-store"
    nora = User.objects.get(email="new@demo.test")
    assert "/password/reset/key/" not in desk.get(f"{AT}people/{nora.pk}/").text


def test_an_invitation_lives_a_week_and_a_forgotten_password_an_hour(alice, time_machine_at):
    from accounts.tokens import ResetToken

    nora = User.objects.create_user("nora@demo.test", name="Nora")
    with time_machine_at(timedelta(0)):
        tokens = {user: ResetToken().make_token(user) for user in (nora, alice)}
    with time_machine_at(INVITATION - timedelta(hours=1)):
        assert ResetToken().check_token(nora, tokens[nora])
        assert not ResetToken().check_token(alice, tokens[alice])
    with time_machine_at(INVITATION + timedelta(hours=1)):
        assert not ResetToken().check_token(nora, tokens[nora])
    with time_machine_at(timedelta(0)):
        assert not ResetToken().check_token(alice, tokens[nora]), "nor is it anybody else's"


@pytest.fixture
def time_machine_at():
    import time_machine
    from django.utils import timezone

    begin = timezone.now()
    return lambda later: time_machine.travel(begin + later, tick=False)


def test_an_address_is_one_account(desk, alice):
    answer = desk.post(f"{AT}people/new/", {**INVITED, "email": alice.email.upper()})
    assert answer.status_code == 422
    assert "Somebody has this address already." in answer.text


def person_form(user, **fields):
    return {"name": user.name, "public_name": "", "role": user.role, "departments": list(user.department_ids)} | fields


def test_a_person_gets_another_role_and_another_department(desk, alice, cards, transfers):
    data = person_form(alice, name="Alice Berg", role="supervisor", departments=[transfers.pk])
    assert desk.post(f"{AT}people/{alice.pk}/", data).status_code == 302
    alice = User.objects.get(pk=alice.pk)
    assert (alice.name, alice.role, alice.department_ids) == ("Alice Berg", "supervisor", {transfers.pk})
    for name in ("renamed", "role_changed", "department_joined", "department_left"):
        assert len(told(f"agent.{name}")) == 1, name
    assert "keeps the hours" in desk.get(f"{AT}people/{alice.pk}/").text, "a sentence says what a role gives"


def test_nobody_takes_their_own_rights(desk, admin):
    assert 'name="role"' not in desk.get(f"{AT}people/{admin.pk}/").text
    assert desk.post(f"{AT}people/{admin.pk}/", person_form(admin, role="operator")).status_code == 422
    desk.post(f"{AT}people/{admin.pk}/activation/")
    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == ("admin", True)


def test_who_leaves_is_told_of_with_the_tickets_in_hand(desk, alice, double_charge):
    double_charge.take(by=alice)
    assert "1 open ticket stays theirs" in desk.get(f"{AT}people/{alice.pk}/activation/").text
    desk.post(f"{AT}people/{alice.pk}/activation/")
    assert not User.objects.get(pk=alice.pk).is_active
    assert "Former colleagues" in desk.get(f"{AT}people/").text
    desk.post(f"{AT}people/{alice.pk}/activation/", {"on": "1"})
    assert User.objects.get(pk=alice.pk).is_active


def test_a_new_link_for_whoever_has_a_password_is_that_of_a_forgotten_one(desk, alice):
    desk.post(f"{AT}people/{alice.pk}/invitation/")
    assert len(told("agent.password_reset_asked")) == 1
    assert told("agent.invited") == []


def test_the_lists_cost_the_same_however_long(desk, cards, django_assert_max_num_queries):
    for number in range(30):
        user = User.objects.create_user(f"p{number}@demo.test", name=f"Person {number}")
        user.departments.add(cards)
        Department.objects.create(name=f"D{number}", slug=f"d{number}")
    with django_assert_max_num_queries(6):
        assert "Person 29" in desk.get(f"{AT}people/").text
    with django_assert_max_num_queries(6):
        assert "D29" in desk.get(f"{AT}departments/").text
    assert "Person 7" in desk.get(f"{AT}people/?q=p7@").text
    assert "Nobody of that name" in desk.get(f"{AT}people/?q=xyz").text


def test_an_invitation_is_mailed_in_the_language_of_whoever_gets_it(desk, admin):
    from accounts.reactions import mail_the_invitation

    desk.post(f"{AT}people/new/", INVITED)
    nora = User.objects.get(email="new@demo.test")
    row = Event.objects.get(name="agent.invited")
    mail_the_invitation(row.restore(), row)
    [sent] = mail.outbox
    assert sent.to == [nora.email]
    assert "/accounts/password/reset/key/" in sent.body


@pytest.mark.parametrize("page", ["departments/{cards}/", "people/{alice}/", "chats/{cards}/"])
def test_what_a_colleague_saved_meanwhile_is_not_saved_over_unseen(desk, cards, alice, page):
    address = AT + page.format(cards=cards.pk, alice=alice.pk)
    form = desk.get(address).context["form"]
    assert f'name="opened" value="{form.initial["opened"]}"' in desk.get(address).text

    answer = desk.post(address, {"opened": "of another time"})

    assert answer.status_code == 422 and "has been saved since you opened it" in answer.text
    assert f'name="opened" value="{form.initial["opened"]}"' in answer.text, "saved again, it is meant"


def test_nothing_is_chosen_beforehand_and_django_s_own_words_are_not_shown(desk_of, admin):
    User.objects.filter(pk=admin.pk).update(language="ru")
    desk = desk_of(admin)
    for page in ("moods/", "rules/new/", "sms/new/"):
        shown = desk.get(AT + page).text
        assert "Select an option" not in shown
        assert '<option value="" selected>Выберите…</option>' in shown, page
