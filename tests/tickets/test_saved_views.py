"""Lists kept under a name: one's own, and those that colleagues share."""

import pytest

from accounts.models import User
from tickets.listing import counts
from tickets.models import View
from tickets.models.view import MOST
from tickets.queues import Queues

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(alices_desk):
    def post(name="Urgent", query="view=all&priority=4&order=due", **fields):
        return alices_desk.post("/desk/views/", {"name": name, "query": query, **fields})

    return post


def nav(client) -> str:
    page = client.get("/desk/").content.decode()
    return page[page.index('id="nav"') : page.index("</nav>")]


def test_a_list_is_kept_and_stands_in_the_navigation(save, alices_desk, alice):
    answer = save()
    view = View.objects.get()
    assert (view.owner, view.name, view.is_shared) == (alice, "Urgent", False)
    assert view.query == {"view": "all", "priority": ["4"], "order": "due"}
    assert answer["HX-Redirect"] == f"/desk/?saved={view.pk}&view=all&priority=4&order=due"
    assert "Urgent" in nav(alices_desk)
    assert "<h1>Urgent</h1>" in alices_desk.get(answer["HX-Redirect"]).content.decode()


def test_only_what_makes_a_list_is_kept(save):
    save(query="view=all&priority=4&priority=77&evil=1&saved=9&tag=x")
    assert View.objects.get().query == {"view": "all", "priority": ["4"]}


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "x" * 61}, {"name": "Good", "owner": "2"}])
def test_what_is_wrong_is_said_and_nothing_kept(save, fields):
    assert save(**fields).status_code == 422
    assert not View.objects.exists()


def test_a_name_twice_is_refused_beside_the_field(save):
    save()
    answer = save(query="view=mine")
    assert answer.status_code == 422
    assert "You have a view of this name already." in answer.content.decode()
    assert View.objects.count() == 1


def test_there_are_not_endless_many(save, alice):
    View.objects.bulk_create(View(owner=alice, name=f"View {number}", position=number) for number in range(MOST))
    assert "Delete one first" in save().content.decode()


def test_colleagues_see_what_is_shared_and_change_nothing_of_it(save, alices_desk, carols_desk, carol):
    save("Mine alone")
    save("For all", is_shared="on")
    shared = View.objects.get(name="For all")
    assert "For all" in nav(carols_desk)
    assert "Mine alone" not in nav(carols_desk)
    address = f"/desk/views/{shared.pk}/"
    assert carols_desk.get(address).status_code == 404
    assert carols_desk.post(address, {"name": "Hers", "query": ""}).status_code == 404
    assert carols_desk.delete(address).status_code == 404
    assert View.objects.get(pk=shared.pk).name == "For all"
    page = carols_desk.get(f"/desk/?{shared.address}").content.decode()
    assert "Change the view" not in page


def test_what_is_shared_shows_each_only_what_he_may_see(save, carols_desk, double_charge):
    save(query="view=all&status=new", is_shared="on")
    page = carols_desk.get(f"/desk/?{View.objects.get().address}").content.decode()
    assert "I was charged twice" not in page


def test_a_shared_list_of_a_department_is_there_for_its_people_only(alices_desk, carols_desk, cards):
    query = f"view=department-{cards.pk}&status=new"
    alices_desk.post("/desk/views/", {"name": "Cards, new", "query": query, "is_shared": "on"})
    assert "Cards, new" in nav(alices_desk)
    assert "Cards, new" not in nav(carols_desk)


def test_it_is_renamed_shared_and_shows_another_list_from_now_on(save, alices_desk):
    save()
    view = View.objects.get()
    answer = alices_desk.post(
        f"/desk/views/{view.pk}/",
        {"name": "Very urgent", "is_shared": "on", "query": f"saved={view.pk}&view=all&priority=4"},
    )
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.query) == ("Very urgent", True, {"view": "all", "priority": ["4"]})
    assert answer["HX-Redirect"].startswith(f"/desk/?saved={view.pk}&")


def test_changed_filters_are_offered_to_be_saved(save, alices_desk):
    save()
    view = View.objects.get()
    assert "Change the view" in alices_desk.get(f"/desk/?{view.address}").content.decode()
    changed = f"/desk/?saved={view.pk}&view=all&priority=3&order=due"
    assert "Save changes" in alices_desk.get(changed).content.decode()


def test_its_place_among_the_others_is_chosen(save, alices_desk):
    for name in ("One", "Two", "Three"):
        save(name)
    third = View.objects.get(name="Three")
    data = {"name": "Three", "query": "view=all&priority=4&order=due", "place": "0"}
    alices_desk.post(f"/desk/views/{third.pk}/", data)
    assert list(View.objects.values_list("name", flat=True)) == ["Three", "One", "Two"]
    assert alices_desk.post(f"/desk/views/{third.pk}/", {**data, "place": "7"}).status_code == 422


def test_it_is_deleted(save, alices_desk):
    save()
    view = View.objects.get()
    assert alices_desk.delete(f"/desk/views/{view.pk}/")["HX-Redirect"] == "/desk/?view=all"
    assert not View.objects.exists()
    assert alices_desk.get(f"/desk/?{view.address}").status_code == 200


def test_the_numbers_of_saved_views_come_with_the_others_in_one_query(
    save, alice, alices_desk, queue_of, django_assert_num_queries
):
    queue_of(3)
    save("All new", query="view=all&status=new")
    save("Nothing", query="view=mine&priority=4")
    queues = Queues(User.objects.get(pk=alice.pk))
    assert len(queues.saved) == 2
    with django_assert_num_queries(1):
        counts(queues)
    assert [view.count for view in queues.saved] == ["3", ""]
    page = alices_desk.get("/desk/queue/?view=all&counts=1").content.decode()
    assert "data-saved-counted" in page
    assert "data-saved-counted" not in alices_desk.get("/desk/queue/?view=all").content.decode()


@pytest.mark.parametrize("stored", [[], "x", {"view": 7}, {"view": ["all"], "tag": {"a": 1}}, {"order": None}])
def test_whatever_stands_in_the_row_the_page_comes(alices_desk, alice, stored, double_charge):
    View.objects.create(owner=alice, name="Odd", query=stored, is_shared=True)
    assert alices_desk.get("/desk/?view=all").status_code == 200
    assert alices_desk.get("/desk/queue/?view=all&counts=1").status_code == 200
