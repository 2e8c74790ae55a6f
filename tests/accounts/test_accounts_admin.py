import pytest

from accounts.models import Department, Holiday, User
from core.models import Event


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def form(user, departments=(), **fields):
    data = {
        "email": user.email, "name": user.name, "public_name": user.public_name, "role": user.role,
        "is_active": "on", "language": user.language, "time_zone": user.time_zone, "notify_about": user.notify_about,
        "memberships-TOTAL_FORMS": len(departments), "memberships-INITIAL_FORMS": 0,
    } | fields  # fmt: skip
    for number, department in enumerate(departments):
        data |= {f"memberships-{number}-department": department.pk, f"memberships-{number}-user": user.pk}
    return {key: value for key, value in data.items() if value is not None}


def change(user):
    return f"/admin/accounts/user/{user.pk}/change/"


def told(name):
    return Event.objects.filter(name=name).count()


def test_the_lists_cost_the_same_however_long(desk, cards, django_assert_max_num_queries):
    for number in range(30):
        User.objects.create_user(f"p{number}@demo.test", name=f"P{number}").departments.add(cards)
    with django_assert_max_num_queries(9):
        assert "Cards" in desk.get("/admin/accounts/user/").text
    assert "P7" in desk.get("/admin/accounts/user/?q=p7@").text
    for page in ["department", "presencechange"]:
        assert desk.get(f"/admin/accounts/{page}/").status_code == 200


def test_adding_a_person_whose_address_has_capitals(desk):
    data = {"email": "New@Demo.test", "name": "New", "role": "operator", "language": "en", "time_zone": "UTC",
            "usable_password": "true", "password1": "A heron 4 the desk", "password2": "A heron 4 the desk",
            "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}  # fmt: skip
    answer = desk.post("/admin/accounts/user/add/", data)
    assert answer.status_code == 302, answer.text
    new = User.objects.get(email="new@demo.test")
    assert new.check_password("A heron 4 the desk")
    again = desk.post("/admin/accounts/user/add/", {**data, "email": "NEW@demo.test"})
    assert "already exists" in again.text


def test_an_admin_changes_people_by_the_same_verbs(desk, alice, cards, transfers):
    assert desk.get(change(alice)).status_code == 200
    answer = desk.post(change(alice), form(alice, [transfers], name="Alice Berg", role="supervisor", is_active=None))
    assert answer.status_code == 302, answer.text
    alice = User.objects.get(pk=alice.pk)
    assert (alice.name, alice.role, alice.is_active) == ("Alice Berg", "supervisor", False)
    assert alice.department_ids == {cards.pk, transfers.pk}
    for name in ["role_changed", "deactivated", "department_joined"]:
        assert told(f"agent.{name}") == 1


def test_taking_somebody_out_of_a_department(desk, alice, cards):
    row = alice.memberships.get()
    data = form(alice) | {
        "memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 1, "memberships-0-id": row.pk,
        "memberships-0-user": alice.pk, "memberships-0-department": cards.pk, "memberships-0-DELETE": "on",
    }  # fmt: skip
    assert desk.post(change(alice), data).status_code == 302
    assert not alice.memberships.exists()
    assert told("agent.department_left") == 1


def test_an_admin_sets_a_password_and_the_trail_names_him(desk, alice, admin):
    address = f"/admin/accounts/user/{alice.pk}/password/"
    assert desk.get(address).status_code == 200
    new = "A heron 4 the desk"
    desk.post(address, {"password1": new, "password2": new, "usable_password": "true", "set-password": "1"})
    alice.refresh_from_db()
    assert alice.check_password(new)
    assert Event.objects.get(name="agent.password_changed").actor_id == admin.pk


def test_an_admin_cannot_demote_himself(desk, admin):
    desk.post(change(admin), form(admin, role="operator", is_active=None))
    admin.refresh_from_db()
    assert admin.is_staff


def test_people_are_deactivated_not_deleted(desk, alice):
    assert desk.post(f"/admin/accounts/user/{alice.pk}/delete/", {"post": "yes"}).status_code == 403
    desk.post("/admin/accounts/user/", {"action": "deactivate", "_selected_action": [alice.pk]})
    alice.refresh_from_db()
    assert not alice.is_active


@pytest.mark.parametrize("page", ["user/", "user/add/", "department/", "presencechange/"])
def test_nobody_below_an_admin_comes_in(client, sam, page):
    client.force_login(sam)
    assert client.get(f"/admin/accounts/{page}").status_code in (302, 403)


def department_form(**fields):
    data = {"name": "Loans", "slug": "loans", "icon": "inbox", "position": 3, "time_zone": "UTC", "is_active": "on",
            "reply_within": "00:15:00"}  # fmt: skip
    for rows in ("hours", "holidays"):
        data |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    return data | fields


def test_a_department_is_made_in_the_admin(desk):
    answer = desk.post("/admin/accounts/department/add/", department_form())
    assert answer.status_code == 302, answer.text
    loans = Department.objects.get(slug="loans")
    assert loans.position == 3
    assert told("department.made") == 1

    hours = {"hours-TOTAL_FORMS": 1, "hours-0-weekday": 0, "hours-0-opens_at": "09:00", "hours-0-closes_at": "18:00"}
    again = department_form(name="Credit", is_active="", **hours)
    assert desk.post(f"/admin/accounts/department/{loans.pk}/change/", again).status_code == 302
    loans.refresh_from_db()
    assert (loans.name, loans.is_active, loans.hours.count()) == ("Credit", False, 1)
    assert told("department.deactivated") == 1
    assert told("department.edited") == 2, "its name, and its hours"


def test_a_name_changed_in_the_admin_is_in_the_trail(desk, alice):
    assert desk.post(change(alice), form(alice, name="Alice Moreau")).status_code == 302
    alice.refresh_from_db()
    assert (alice.name, told("agent.renamed")) == ("Alice Moreau", 1)


@pytest.mark.django_db(transaction=True)
def test_days_off_are_in_the_trail_however_they_are_kept(desk, admin, cards):
    day = {"on": "2026-12-25", "name": "Christmas"}
    assert desk.post("/admin/accounts/holiday/add/", day).status_code == 302
    assert desk.post("/admin/accounts/holiday/add/", day | {"department": cards.pk}).status_code == 302
    assert (told("holidays.edited"), told("department.edited")) == (1, 1)

    every = {"action": "delete_selected", "_selected_action": [*Holiday.objects.values_list("pk", flat=True)]}
    assert desk.post("/admin/accounts/holiday/", every | {"post": "yes"}).status_code == 302
    assert (told("holidays.edited"), told("department.edited"), Holiday.objects.count()) == (2, 2, 0)

    for _twice in range(2):
        page = {"holidays_on": ["2027-01-01"], "holidays_name": ["New Year"]}
        assert desk.post("/desk/settings/holidays/", page).status_code == 302
    assert told("holidays.edited") == 3, "saving the same again is no change"
    assert Event.objects.filter(name="holidays.edited").last().actor_id == admin.pk
