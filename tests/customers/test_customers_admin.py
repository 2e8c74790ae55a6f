import pytest

from core.models import Event
from customers.models import Customer, Organisation


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def form(customer, identities=(), **fields):
    data = {
        "name": customer.name,
        "preferred_name": customer.preferred_name,
        "language": "",
        "time_zone": "",
        "notes": "",
        "organisation": "",
        "identities-TOTAL_FORMS": len(identities),
        "identities-INITIAL_FORMS": 0,
    } | fields
    for number, (kind, value, how) in enumerate(identities):
        parts = {"kind": kind, "value": value, "verified_how": how, "customer": customer.pk or ""}
        data |= {f"identities-{number}-{key}": part for key, part in parts.items()}
    return data


def test_the_lists_cost_the_same_however_long(desk, django_assert_max_num_queries):
    heron = Organisation.objects.create(name="Heron")
    for number in range(30):
        customer = Customer.objects.create(name=f"C{number}", organisation=heron)
        customer.identify("email", f"c{number}@demo.test", by=customer)
    with django_assert_max_num_queries(8):
        page = desk.get("/admin/customers/customer/").text
    assert "c7@demo.test" in page
    with django_assert_max_num_queries(8):
        assert desk.get("/admin/customers/organisation/").status_code == 200
    assert "C7" in desk.get("/admin/customers/customer/?q=c7@demo").text


def test_an_admin_edits_by_the_same_verbs(desk, dave, admin):
    address = f"/admin/customers/customer/{dave.pk}/change/"
    assert desk.get(address).status_code == 200
    data = form(dave, [("email", "Dave@demo.test", "agent")], preferred_name="Dave", notes="VIP")
    assert desk.post(address, data).status_code == 302
    dave.refresh_from_db()
    assert (dave.preferred_name, dave.preferred_name_source, dave.notes) == ("Dave", "agent", "VIP")
    assert list(Customer.objects.holding("email", "dave@demo.test")) == [dave]
    assert set(Event.objects.filter(actor_kind="agent", actor_id=admin.pk).values_list("name", flat=True)) == {
        "customer.preferred_name_set", "customer.edited", "customer.identity_added", "customer.identity_verified",
    }  # fmt: skip


def test_what_another_has_proved_is_refused_with_a_sentence(desk, dave, eve):
    dave.identify("email", "dave@demo.test", how="code", by=dave)
    answer = desk.post(f"/admin/customers/customer/{eve.pk}/change/", form(eve, [("email", "DAVE@demo.test", "agent")]))
    assert "Another customer has proved" in answer.text
    assert not eve.identities.exists()


def test_a_bad_phone_is_refused_with_a_sentence(desk, dave):
    answer = desk.post(f"/admin/customers/customer/{dave.pk}/change/", form(dave, [("phone", "044", "")]))
    assert "is not a phone number" in answer.text


def test_a_new_customer(desk, db):
    desk.post("/admin/customers/customer/add/", form(Customer(name="New"), [("phone", "+380440000002", "")]))
    assert Customer.objects.get(name="New").identities.get().value == "+380440000002"


def test_nobody_below_an_admin_comes_in(client, sam, dave):
    client.force_login(sam)
    assert client.get("/admin/customers/customer/").status_code in (302, 403)
    assert client.get(f"/admin/customers/customer/{dave.pk}/change/").status_code in (302, 403)
