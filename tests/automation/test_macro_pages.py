"""Macros are built in the settings and run from a ticket and from a list."""

import html
import re
import uuid

import pytest

from automation.models import Macro
from tickets.models import Tag, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R143")]
PAGE = "/desk/settings/macros/"


@pytest.fixture
def alices_desk(desk_of, alice):
    return desk_of(alice)


def built(*steps, **fields):
    rows = [(*step, "", "")[:3] for step in steps]
    do, value, more = zip(*rows, strict=True) if rows else ((), (), ())
    return {"name": "Refund done", "audience": "mine", "do": do, "value": value, "more": more, **fields}


def text_of(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_a_macro_is_built_and_changed(alices_desk, alice):
    answer = alices_desk.post(PAGE, built(("reply", "", "Done"), ("resolve",)))
    assert answer.status_code == 302
    made = Macro.objects.get()
    assert (made.owner, made.department) == (alice, None)
    assert made.steps == [{"do": "reply", "value": "", "more": "Done"}, {"do": "resolve", "value": "", "more": ""}]
    alices_desk.post(f"{PAGE}{made.pk}/", built(("close",), name="Over"))
    made.refresh_from_db()
    assert (made.name, [step["do"] for step in made.steps]) == ("Over", ["close"])
    assert "Over" in text_of(alices_desk.get(PAGE))


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "at least one step"),
        ([("reply",)], "Write what the reply says"),
        ([("hold",)], "Say for whom"),
        ([("tag", "999")], "Choose something"),
        ([("close",)] * 13, "At most 12 steps"),
        ([("note", "", "x" * 10_001)], "At most 10000 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(alices_desk, steps, sentence):
    Tag.named("refund")
    answer = alices_desk.post(PAGE, built(*steps, name="My own words"))
    assert answer.status_code == 422
    assert sentence in text_of(answer) and "My own words" in answer.text
    assert not Macro.objects.exists()


def test_sending_it_on_comes_last(alices_desk, transfers):
    answer = alices_desk.post(PAGE, built(("transfer", str(transfers.pk)), ("close",)))
    assert (answer.status_code, "comes last" in text_of(answer)) == (422, True)


def test_steps_are_added_moved_and_removed_without_losing_words(alices_desk):
    form = built(("note", "", "First words"), ("close",))
    shown = lambda **wish: re.findall(r'name="do" value="(\w+)"', alices_desk.post(f"{PAGE}steps/", form | wish).text)  # noqa: E731
    assert shown(add="add:resolve") == ["note", "close", "resolve"]
    assert shown(arrange="down:0") == ["close", "note"]
    assert shown(arrange="up:1") == ["close", "note"]
    assert shown(arrange="remove:0") == ["close"]
    assert shown(arrange="remove:77") == shown(arrange="nonsense") == ["note", "close"]
    assert "First words" in alices_desk.post(f"{PAGE}steps/", form | {"arrange": "down:0"}).text
    assert not Macro.objects.exists()


def test_the_preview_says_what_it_would_do_and_does_nothing(alices_desk, double_charge):
    answer = alices_desk.post(f"{PAGE}preview/", built(("reply", "", "Hello {customer}"), ("resolve",)))
    assert "Hello Dave Okafor" in text_of(answer)
    assert Ticket.objects.get().status == "new"
    refused = alices_desk.post(f"{PAGE}preview/", built(("reply", "", "Hello {amount}")))
    assert "{amount} is not known" in text_of(refused)


def test_steps_are_tried_before_the_macro_has_a_name(alices_desk, double_charge):
    answer = alices_desk.post(f"{PAGE}preview/", built(("reply", "", "Hello {customer}")) | {"name": ""})
    assert "Hello Dave Okafor" in text_of(answer)


def test_no_step_is_offered_beyond_the_last_one(alices_desk):
    assert "add:close" in alices_desk.post(f"{PAGE}steps/", built(*[("close",)] * 11)).text
    full = alices_desk.post(f"{PAGE}steps/", built(*[("close",)] * 11) | {"add": "add:close"})
    assert "add:close" not in full.text
    assert "At most 12 steps." in full.text


def test_everybodys_are_built_by_who_may(alices_desk, desk_of, sam, cards, alice):
    assert alices_desk.post(PAGE, built(("close",), audience="everybody")).status_code == 422
    assert alices_desk.post(PAGE, built(("close",), audience=str(cards.pk))).status_code == 422
    assert desk_of(sam).post(PAGE, built(("close",), audience=str(cards.pk))).status_code == 302
    shared = Macro.objects.get()
    assert alices_desk.get(f"{PAGE}{shared.pk}/").status_code == 404
    assert alices_desk.post(f"{PAGE}{shared.pk}/", built(("close",))).status_code == 404
    assert "Refund done" in alices_desk.get(PAGE).text


def test_one_is_switched_off_and_on(alices_desk, alice, macro, double_charge):
    mine = macro(("resolve",), owner=alice)
    alices_desk.post(f"{PAGE}{mine.pk}/activation/", {})
    assert "Refund done" not in alices_desk.get(f"/desk/tickets/{double_charge.pk}/macros/").text
    alices_desk.post(f"{PAGE}{mine.pk}/activation/", {"on": "1"})
    assert "Refund done" in alices_desk.get(f"/desk/tickets/{double_charge.pk}/macros/").text


def run_it(desk, ticket, macro, **more):
    return desk.post(f"/desk/tickets/{ticket.pk}/macros/", {"macro": macro.pk, "run_id": uuid.uuid4(), **more})


def test_it_is_run_in_a_ticket_and_undone(alices_desk, macro, double_charge):
    answer = run_it(alices_desk, double_charge, macro(("priority", 4), ("resolve",)))
    assert answer.status_code == 200 and "is done." in text_of(answer)
    assert Ticket.objects.get().status == "solved"
    token = re.search(r'"token": "([^"]+)"', html.unescape(answer.text))[1]
    assert "1 ticket is as it was" in text_of(alices_desk.post("/desk/macros/undo/", {"token": token}))
    assert (Ticket.objects.get().status, Ticket.objects.get().priority) == ("open", 2)
    assert "too late" in text_of(alices_desk.post("/desk/macros/undo/", {"token": "x"}))


def test_a_refusal_names_the_step(alices_desk, macro, double_charge):
    answer = run_it(alices_desk, double_charge, macro(("reply", "", "Hello {amount}")))
    assert answer.status_code == 409
    assert "Step 1" in text_of(answer)


def test_somebody_elses_is_not_run(alices_desk, macro, double_charge, bob, transfers):
    for other in (macro(("resolve",), owner=bob), macro(("resolve",), department=transfers)):
        assert run_it(alices_desk, double_charge, other).status_code == 422
    assert Ticket.objects.get().status == "new"


def test_it_is_run_on_the_chosen_ones(alices_desk, macro, queue_of):
    tickets = queue_of(3)
    numbers = [ticket.pk for ticket in tickets]
    mine = macro(("resolve",))
    assert "Refund done" in alices_desk.get("/desk/macros/", {"ticket": numbers, "act": "macro"}).text
    answer = alices_desk.post("/desk/macros/", {"ticket": numbers, "macro": mine.pk, "run_id": uuid.uuid4()})
    assert "on 3 tickets" in text_of(answer)
    assert set(Ticket.objects.values_list("status", flat=True)) == {"solved"}
    assert alices_desk.post("/desk/macros/", {"macro": mine.pk, "run_id": uuid.uuid4()}).status_code == 422


def test_an_empty_house_is_told_what_a_macro_is(alices_desk, double_charge):
    assert "Build the first one" in alices_desk.get(f"/desk/tickets/{double_charge.pk}/macros/").text
    assert "No macro yet" in alices_desk.get(PAGE).text
