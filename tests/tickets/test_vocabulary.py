"""Tags and fields of the house's own, kept by an admin without code (R30)."""

import pytest

from core.models import Event
from tickets.models import Field, Question, Tag

pytestmark = pytest.mark.django_db
AT = "/desk/settings/"


@pytest.fixture
def desk(desk_of, admin):
    return desk_of(admin)


def told(name):
    return [event.payload for event in Event.objects.filter(name=name).order_by("id")]


@pytest.mark.requirement("R30")
def test_a_tag_is_made_renamed_and_switched_off(desk, double_charge, alice):
    assert desk.post(f"{AT}tags/new/", {"name": "  card   fraud ", "hue": 3}).status_code == 302
    tag = Tag.objects.get()
    assert (tag.name, tag.hue) == ("card fraud", 3)
    double_charge.tag(tag, by=alice)

    desk.post(f"{AT}tags/{tag.pk}/", {"name": "fraud", "hue": 3})
    desk.post(f"{AT}tags/{tag.pk}/", {"name": "fraud", "hue": 3})
    assert told("tag.edited") == [{"tag_id": tag.pk, "fields": ["name"]}], "the same again is no change"
    assert "1 ticket has it and keeps it." in desk.get(f"{AT}tags/{tag.pk}/activation/").text
    desk.post(f"{AT}tags/{tag.pk}/activation/")
    tag.refresh_from_db()
    assert not tag.is_active
    assert double_charge.tags.get() == tag


def test_a_tag_of_the_same_name_is_refused_even_when_it_is_off(desk):
    Tag.objects.create(name="Refund", is_active=False)
    answer = desk.post(f"{AT}tags/new/", {"name": "refund", "hue": 1})
    assert answer.status_code == 422
    assert "There is a tag of this name already, maybe switched off." in answer.text
    assert Tag.objects.count() == 1


def field_form(**fields):
    return {"label": "Product", "label_ru": "Продукт", "kind": "choice", "options": "Loan\n\nCard\nLoan\n",
            "department": "", "information": "", "position": 0} | fields  # fmt: skip


@pytest.mark.requirement("R30")
def test_a_field_is_asked_and_its_options_change(desk, double_charge, alice):
    assert desk.post(f"{AT}fields/new/", field_form()).status_code == 302
    field = Field.objects.get()
    assert (field.key, field.options, field.label_ru) == ("product", ["Loan", "Card"], "Продукт")
    double_charge.set_values({"product": "Loan"}, by=alice)

    changed = field_form(options="Card\nTransfer")
    del changed["kind"]
    assert desk.post(f"{AT}fields/{field.pk}/", changed).status_code == 302
    field.refresh_from_db()
    assert (field.kind, field.options) == ("choice", ["Card", "Transfer"])
    page = desk.get(f"{AT}fields/{field.pk}/").text
    assert "Answered on 1 ticket." in page
    assert "1 ticket has an answer to it, and keeps it." in desk.get(f"{AT}fields/{field.pk}/activation/").text


def test_the_kind_of_a_field_stays(desk):
    desk.post(f"{AT}fields/new/", field_form(kind="number", options=""))
    field = Field.objects.get()
    assert desk.post(f"{AT}fields/{field.pk}/", field_form()).status_code == 422
    field.refresh_from_db()
    assert field.kind == "number"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"options": " \n"}, "A choice needs something to choose from."),
        ({"options": "x" * 61}, "is too long: at most 60 characters."),
        ({"label": ""}, "This field is required."),
        ({"key": "stolen"}, "This form has no field “key”."),
    ],
)
def test_what_is_wrong_with_a_field_is_said_and_kept(desk, wrong, said):
    answer = desk.post(f"{AT}fields/new/", field_form(**wrong))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Продукт" in answer.text
    assert not Field.objects.exists()


def test_questions_in_cyrillic_have_keys_of_their_own(desk):
    for label in ("Сумма", "Договор"):
        desk.post(f"{AT}fields/new/", field_form(label=label, kind="text", options=""))
    assert set(Field.objects.values_list("key", flat=True)) == {"field", "field-2"}


@pytest.mark.parametrize(("page", "model"), [("fields", Field), ("questions", Question)])
def test_a_place_beyond_the_list_is_refused_with_a_sentence(desk, page, model):
    for place in ("-1", "99999999999999999999"):
        answer = desk.post(f"{AT}{page}/new/", field_form(position=place))
        assert answer.status_code == 422 and answer.context["form"].errors.keys() & {"position"}

    row = model.objects.create(key="product", label="Product", kind="choice", options=["Loan"])
    answer = desk.post(f"{AT}{page}/{row.pk}/", field_form(position="99999999999999999999"))
    assert answer.status_code == 422 and "less than or equal to 999" in answer.text


@pytest.mark.parametrize(("table", "model"), [("field", Field), ("question", Question)])
def test_the_admin_says_that_a_choice_needs_options(desk, table, model):
    row = model.objects.create(key="product", label="Product", kind="choice", options=["Loan"])
    sent = {"label": "Product", "options": "", "position": 0, "is_active": "on"}

    answer = desk.post(f"/admin/tickets/{table}/{row.pk}/change/", sent)

    assert answer.status_code == 200 and "A choice needs something to choose from." in answer.text
    row.refresh_from_db()
    assert row.options == ["Loan"]
