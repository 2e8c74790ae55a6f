"""What went badly gathers where a supervisor looks into it (R26), with the reasons that he finds (R129)."""

import uuid

import pytest

from core.models import Event
from customers.models import Customer
from tickets.models import Feedback, Session, Ticket

pytestmark = pytest.mark.django_db
AT = "/desk/reviews/"


@pytest.fixture
def desk(desk_of, sam):
    return desk_of(sam)


@pytest.fixture
def rated(cards, alice):
    """`rated(2, "Slow")`: a conversation that Alice has ended, with stars and a comment."""

    def make(stars, comment="", *, department=cards, by=alice):
        customer = Customer.objects.create(name="Hannah Weiss")
        ticket, _ = Ticket.open(customer=customer, channel="widget", text="Hello", by=customer, department=department)
        ticket.reply(text="Yes?", client_id=uuid.uuid4(), by=by)
        ticket.resolve(by=by)
        session = Session.objects.get(ticket=ticket)
        ticket.rate(session.pk, stars, by=customer)
        ticket.comment_on(session.pk, comment, by=customer)
        return Feedback.objects.get(session=session)

    return make


def review(desk, feedback, **fields):
    given = {"reasons": ["wait"], "note": "Alone at lunch", "seen_at": ""} | fields
    return desk.post(f"{AT}{feedback.pk}/", given)


@pytest.mark.requirement("R26")
def test_only_what_went_badly_stands_there(desk, rated):
    low, fine = rated(2, "It took days"), rated(5)
    unsolved, upset = rated(4), rated(None)
    Feedback.objects.filter(pk=unsolved.pk).update(solved=False, solved_at="2026-01-01T00:00Z")
    Feedback.objects.filter(pk=upset.pk).update(mood="bad")
    page = desk.get(AT).text
    assert {row.pk for row in (low, fine, unsolved, upset) if f'id="review-{row.pk}"' in page} == {
        low.pk, unsolved.pk, upset.pk,
    }  # fmt: skip
    assert "It took days" in page and f'href="/desk/tickets/{low.session.ticket_id}/"' in page


@pytest.mark.requirement("R26")
def test_a_review_is_kept_and_leaves_the_queue(desk, rated, sam):
    low = rated(1)
    answer = review(desk, low)
    assert answer.status_code == 200
    assert "Waited too long" in answer.text and "Reviewed by Sam" in answer.text and "Alone at lunch" in answer.text
    low.refresh_from_db()
    assert (low.reasons, low.reviewed_by) == (["wait"], sam)
    assert f'id="review-{low.pk}"' not in desk.get(AT).text
    assert f'id="review-{low.pk}"' in desk.get(f"{AT}?state=reviewed").text
    event = Event.objects.get(name="feedback.reviewed")
    assert event.payload == {"feedback_id": low.pk, "session_id": low.session_id, "reasons": ["wait"]}


def test_the_same_review_again_changes_nothing(desk, rated):
    low = rated(1)
    review(desk, low)
    assert review(desk, low).status_code == 200
    assert Event.objects.filter(name="feedback.reviewed").count() == 1


def test_of_two_reviewers_the_second_is_told_and_keeps_his_words(desk, rated, desk_of, admin):
    low = rated(1)
    review(desk, low)
    answer = review(desk_of(admin), low, note="I found something else")
    assert answer.status_code == 409
    assert "Sam has reviewed it meanwhile." in answer.text and "I found something else" in answer.text
    low.refresh_from_db()
    again = review(desk_of(admin), low, note="Both", seen_at=low.reviewed_at.isoformat())
    assert again.status_code == 200
    low.refresh_from_db()
    assert (low.review_note, low.reviewed_by) == ("Both", admin)


@pytest.mark.django_db(transaction=True)
def test_two_reviews_at_once_have_one_winner(rated, sam, admin, at_once):
    low = rated(1)

    def act(number):
        by = (sam, admin)[number % 2]
        return Feedback.objects.get(pk=low.pk).review(reasons=["tone"], note=str(number), seen_at=None, by=by)

    results = at_once(6, act)
    assert results.count(True) == 1
    assert [getattr(result, "code", "") for result in results].count("reviewed") == 5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reasons": [], "note": ""}, "Choose a reason or write a note."),
        ({"reasons": ["weather"]}, "weather is not one of the available choices"),
        ({"note": "x" * 2001}, "at most 2000 characters"),
        ({"seen_at": "yesterday"}, ""),
        ({"stars": 5}, "This form has no field “stars”."),
    ],
)
def test_what_is_wrong_with_a_review_is_said(desk, rated, wrong, said):
    low = rated(1)
    answer = review(desk, low, **wrong)
    assert answer.status_code == 422
    assert said in answer.text
    low.refresh_from_db()
    assert low.reviewed_at is None


def test_each_sees_his_own_departments_alone(rated, desk_of, sam, alice, carol, transfers, cards):
    low, hers = rated(1), rated(2, department=transfers, by=carol)
    sam.memberships.filter(department=transfers).delete()
    page = desk_of(sam).get(AT).text
    assert f'id="review-{low.pk}"' in page and f'id="review-{hers.pk}"' not in page
    assert review(desk_of(sam), hers).status_code == 404
    assert desk_of(alice).get(AT).status_code == 404
    assert review(desk_of(alice), low).status_code == 404
    assert desk_of(sam).get(f"{AT}{low.pk}/").status_code == 405
    assert "/desk/reviews/" in desk_of(sam).get("/desk/").text
    assert "/desk/reviews/" not in desk_of(alice).get("/desk/").text


def test_what_ended_well_cannot_be_reviewed(desk, rated):
    assert review(desk, rated(5)).status_code == 404


def test_the_list_is_narrowed_by_its_address(desk, rated, bob, transfers, carol):
    one, two, hers = rated(1), rated(2, by=bob), rated(2, department=transfers, by=carol)
    shown = {
        "stars=1": {one.pk},
        "stars=2": {two.pk, hers.pk},
        f"operator={bob.pk}": {two.pk},
        f"department={transfers.pk}": {hers.pk},
        "why=unsolved": set(),
        "why=few": {one.pk, two.pk, hers.pk},
        "why=weather&stars=9&operator=x": {one.pk, two.pk, hers.pk},
        "state=all": {one.pk, two.pk, hers.pk},
    }
    for address, expected in shown.items():
        page = desk.get(f"{AT}?{address}").text
        assert {row.pk for row in (one, two, hers) if f'id="review-{row.pk}"' in page} == expected, address
    assert "Nothing fits" in desk.get(f"{AT}?why=unsolved").text


@pytest.mark.requirement("R129")
def test_the_reasons_of_late_are_counted(desk, rated):
    review(desk, rated(1), reasons=["wait", "tone"])
    review(desk, rated(2), reasons=["wait"])
    page = desk.get(AT).text
    assert page.index("Waited too long <span") < page.index("Tone <span")
    assert "Nothing to review" in page
    assert desk.get(f"{AT}?state=reviewed&reason=tone").text.count('class="review"') == 1


def test_pages_follow_one_another(desk, rated, monkeypatch):
    monkeypatch.setattr("tickets.reviewing.PAGE", 2)
    rows = [rated(1) for _number in range(3)]
    assert f"after={rows[1].pk}" in desk.get(AT).text
    rest = desk.get(f"{AT}?after={rows[1].pk}", headers={"HX-Request": "true"}).text
    assert f'id="review-{rows[0].pk}"' in rest and f'id="review-{rows[1].pk}"' not in rest
    assert "<html" not in rest


def test_the_number_of_queries_does_not_grow(desk, rated, django_assert_max_num_queries):
    for _number in range(5):
        rated(1, "Why")
    with django_assert_max_num_queries(13):
        desk.get(AT)
