"""Segments and mailings from the draft to the report, for whoever may send to many."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from core.sweeps.claiming import run_due
from customers.models import Customer, Identity
from notifications import drafting, segments
from notifications.channels.push import _is_meant_for
from notifications.mailing_reports import report
from notifications.models import Category, Device, Mailing, Notification, OptOut, Segment, Step
from notifications.own_addresses import own_address
from notifications.wishes.opting_out import address_like_wishes, address_of_wishes, customer_of
from tickets.models import Tag, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R108")]

LIST = "/notifications/mailings/"


def signed_in(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


@pytest.fixture
def marketer(admin):
    return signed_in(admin)


@pytest.fixture
def advert(db):
    category = Category.objects.get(slug="advert")
    Category.objects.filter(pk=category.pk).update(quiet_from=None, quiet_until=None)
    return category


@pytest.fixture
def readers(dave, eve):
    """Dave reads Russian and has a number; Eve has the app."""
    Customer.objects.filter(pk=dave.pk).update(language="ru")
    dave.identify("phone", "+380441234567", how="signed", by=dave)
    Device.register(kind="fcm", platform="ios", address="eve", customer=eve)
    return dave, eve


@pytest.fixture
def everybody(db):
    return Segment.objects.create(name="Everybody")


def typed(advert, everybody, **changes):
    words = {"words-en-title": "Spring", "words-en-text": "No fees", "words-en-url": "/stories/spring"}
    asked = {"name": "Spring", "category": advert.pk, "segment": everybody.pk, "channels": ["push", "sms"]}
    return {**asked, "per_minute": 600, "starts_at": "", **words, **changes}


@pytest.fixture
def draft(marketer, advert, everybody):
    assert marketer.post(f"{LIST}new/", typed(advert, everybody)).status_code == 302
    return Mailing.objects.get()


def names(conditions):
    return set(segments.compiled(conditions).values_list("name", flat=True))


def test_each_condition_finds_its_customers_and_no_others(readers, alice):
    dave, eve = readers
    ticket, _ = Ticket.open(customer=dave, channel="email", text="Hello", by=dave)
    ticket.tags.add(Tag.objects.create(name="loan"))
    OptOut.objects.create(customer=eve)
    tag = Tag.objects.get(name="loan").pk
    only_dave = [
        {"language": "ru"}, {"reaches": "sms"}, {"tag": tag}, {"channel": "email"},
        {"wrote_after": "2020-01-01"}, {"wishes_adverts": True},
    ]  # fmt: skip
    only_eve = [{"reaches": "push"}, {"silent_since": "2020-01-01"}]

    assert [names(each) for each in only_dave] == [{dave.name}] * len(only_dave)
    assert [names(each) for each in only_eve] == [{eve.name}] * len(only_eve)
    assert names({"created_after": "2020-01-01"}) == {dave.name, eve.name}
    assert names({"created_before": "2020-01-01"}) == set()
    assert names({"reaches": "push", "language": "ru"}) == set()


@pytest.mark.parametrize("wrong", [{"unknown": 1}, {"wrote_after": "yesterday"}, {"reaches": "fax"}, ["language"]])
def test_a_condition_that_nobody_understands_means_nobody_and_not_everybody(wrong):
    with pytest.raises(ValidationError):
        segments.compiled(wrong)


def test_a_segment_is_counted_while_it_is_typed_with_its_contacts_masked(marketer, readers):
    page = marketer.post("/notifications/segments/preview/", {"name": "", "language": "ru"}).text

    assert "Dave" in page and "Eve" not in page
    assert "+380441234567" not in page and "•" in page
    assert not Segment.objects.exists()


def test_a_segment_is_made_and_changed(marketer, everybody):
    made = marketer.post(
        "/notifications/segments/new/", {"name": "Russian", "language": "ru", "wrote_after": "2026-01-31"}
    )
    assert made.status_code == 302
    segment = Segment.objects.get(name="Russian")
    assert segment.conditions == {"language": "ru", "wrote_after": "2026-01-31"}
    again = marketer.post(f"/notifications/segments/{segment.pk}/", {"name": "everybody"})
    assert again.status_code == 422 and "of this name" in again.text


def test_a_draft_is_written_in_one_language_and_its_link_made_whole(draft, settings):
    assert draft.state == "draft"
    assert draft.values == {
        "en": {"title": "Spring", "text": "No fees", "url": f"{settings.PUBLIC_URL}/stories/spring"}
    }


@pytest.mark.requirement("R113")
@pytest.mark.parametrize(
    "address",
    ["https://evil.example/stories/spring", "//evil.example/x", "javascript:alert(1)", "/\\evil.example", "stories"],
)
def test_an_advert_leads_to_no_strangers_address(marketer, advert, everybody, address):
    answer = marketer.post(f"{LIST}new/", typed(advert, everybody, **{"words-en-url": address}))

    assert answer.status_code == 422
    assert "Not an address of ours" in answer.text and "No fees" in answer.text
    assert not Mailing.objects.exists()


@pytest.mark.requirement("R113")
def test_an_address_of_ours_is_taken_as_a_path_or_whole(settings, db):
    assert own_address("/stories/spring?from=push") == f"{settings.PUBLIC_URL}/stories/spring?from=push"
    assert own_address(f"{settings.PUBLIC_URL}/stories/spring") == f"{settings.PUBLIC_URL}/stories/spring"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(marketer, advert, everybody):
    half = {"words-ru-title": "Весна", "segment": "", "starts_at": "2020-01-01T10:00"}
    answer = marketer.post(f"{LIST}new/", typed(advert, everybody, **half))

    assert answer.status_code == 422
    for sentence in ("Choose whom it goes to.", "Missing in this language.", "That time is over."):
        assert sentence in answer.text
    assert "Весна" in answer.text
    codes = Category.objects.get(purpose="code")
    refused = marketer.post(f"{LIST}new/", typed(advert, everybody, category=codes.pk))
    assert refused.status_code == 422 and not Mailing.objects.exists()


def test_the_preview_counts_people_and_parts_of_sms(marketer, advert, everybody, readers):
    Step.objects.create(
        notification=Notification.objects.create(category=advert, customer=readers[0], source="test"),
        position=0, channel="sms", lane="bulk", segments=1, price="0.0500", state="accepted", due_at=None,
    )  # fmt: skip
    page = marketer.post(f"{LIST}preview/", typed(advert, everybody, **{"words-en-text": "x" * 161})).text

    assert "told-card--push" in page and "told-card--sms" in page
    assert "2 (numbers: 1)" in page and "≈ 0.10 EUR" in page


def test_the_parts_of_an_sms_are_counted_with_the_link_of_wishes(advert):
    def card(text):
        return drafting.cards(advert, {"en": {"title": "", "text": text, "url": "https://heron.example"}}, ["sms"])[0]

    wishes = address_like_wishes()
    assert card("Spring").body == f"Spring https://heron.example\n{wishes}"
    room = 160 - len(card("").body)
    assert (card("x" * room).segments, card("x" * (room + 1)).segments) == (1, 2)
    assert len(wishes) == len(address_of_wishes(Customer(pk=1234567)))
    assert customer_of(wishes.split("/")[-2]) is None


def test_another_category_asks_for_its_own_words(marketer, advert, everybody):
    transaction = Category.objects.get(slug="card-transaction")
    page = marketer.post(f"{LIST}words/", typed(advert, everybody, category=transaction.pk)).text

    assert "words-en-amount" in page and "words-en-title" not in page


def test_started_paused_resumed_and_reported(marketer, draft, readers, console):
    page = f"{LIST}{draft.pk}/"
    assert "Send to 2 customers" in marketer.get(f"{page}run/").text
    marketer.post(f"{page}run/", {"seen": draft.fingerprint})
    marketer.post(f"{page}run/", {"seen": draft.fingerprint})
    marketer.post(f"{page}pause/")
    assert "Go on" in marketer.get(page).text
    marketer.post(f"{page}resumption/")
    run_due()
    run_due()

    draft.refresh_from_db()
    assert (draft.state, draft.made) == ("done", 2)
    shown = marketer.get(f"{page}progress/").text
    assert "2 of 2 written, 100 %" in shown
    changed = marketer.post(page, typed(draft.category, draft.segment, name="Late"))
    assert changed.status_code == 422 and "started meanwhile" in changed.text


def test_of_two_who_write_one_draft_the_second_is_told_and_loses_nothing(marketer, draft):
    page = f"{LIST}{draft.pk}/"
    seen = {"seen": draft.fingerprint}
    assert draft.fingerprint in marketer.get(page).text
    assert marketer.post(page, typed(draft.category, draft.segment, name="Hers") | seen).status_code == 302

    wrong = marketer.post(page, typed(draft.category, draft.segment, name="") | seen)
    assert wrong.status_code == 422 and draft.fingerprint in wrong.text, "a wrong field hides no colleague"
    his = typed(draft.category, draft.segment, name="His")
    refused = marketer.post(page, his | seen)
    assert refused.status_code == 422 and "A colleague has changed this draft" in refused.text and "His" in refused.text
    draft.refresh_from_db()
    assert draft.name == "Hers" and draft.fingerprint in refused.text

    assert marketer.post(page, his | {"seen": draft.fingerprint}).status_code == 302
    draft.refresh_from_db()
    assert draft.name == "His"


def test_the_report_counts_what_the_steps_say(marketer, draft, readers, console, admin):
    eve = readers[1]
    draft.schedule(by=admin)
    run_due()
    draft.refresh_from_db()
    Step.objects.get(notification__mailing=draft, notification__customer=eve, channel="push").receive(opened=True)
    OptOut.objects.create(customer=eve)
    found = report(draft)
    lines = {line.channel: (line.sent, line.delivered, line.opened, line.failed) for line in found.lines}
    # Dave has no device: that is no failed push, and the SMS went.
    assert lines == {"push": (1, 1, 1, 0), "sms": (1, 0, 0, 0)}
    assert found.opted_out == 1


def test_a_trial_reaches_oneself_alone_and_once(marketer, draft, readers, console, admin):
    Device.register(kind="fcm", platform="web", address="ada", user=admin)
    OptOut.objects.create(customer=readers[0])
    key = str(uuid.uuid4())
    own = {"key": key, "phone": "+380 67 765 43 21", "email": "", "device": "on", "language": "en", "mine": "on"}
    for _ in range(2):
        assert marketer.post(f"{LIST}{draft.pk}/trial/", own).status_code == 302
    run_due()

    steps = Step.objects.all()
    assert sorted(steps.values_list("channel", "state")) == [("push", "accepted"), ("sms", "accepted")]
    assert steps.get(channel="sms").address == "+380677654321"
    assert not Notification.objects.filter(mailing=draft).exists()
    assert draft.state == "draft"


def test_a_trial_wants_a_word_that_it_is_ones_own(marketer, draft):
    answer = marketer.post(f"{LIST}{draft.pk}/trial/", {"key": str(uuid.uuid4()), "phone": "12", "language": "en"})

    assert answer.status_code == 422
    assert "nobody else gets a trial" in answer.text and "not a phone number" in answer.text
    assert not Notification.objects.exists()


def test_a_trial_never_takes_the_record_of_who_merely_claimed_the_address(marketer, draft, eve, admin, console):
    eve.identify("email", admin.email, by=eve)
    eve.identify("phone", "+380441112233", by=eve)
    own = {"key": str(uuid.uuid4()), "phone": "+380677654321", "email": "", "language": "en", "mine": "on"}
    marketer.post(f"{LIST}{draft.pk}/trial/", own)

    assert Notification.objects.get().customer != eve
    assert Identity.objects.filter(customer=eve, value="+380441112233").exists()


def test_a_draft_can_be_thrown_away_and_nothing_else(marketer, draft, admin):
    draft.schedule(by=admin)
    assert marketer.post(f"{LIST}{draft.pk}/discarding/").status_code == 404
    Mailing.objects.filter(pk=draft.pk).update(state="draft", due_at=None)
    assert marketer.post(f"{LIST}{draft.pk}/discarding/").status_code == 302
    assert not Mailing.objects.exists()


def test_to_whoever_may_not_it_is_not_there(draft, sam, alice):
    for person in (sam, alice):
        client = signed_in(person)
        assert client.get(LIST).status_code == 404
        assert client.post(f"{LIST}{draft.pk}/run/").status_code == 404
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_push_to_a_colleagues_device_is_his_only_as_a_trial(draft, admin, dave):
    device = Device.register(kind="webpush", platform="web", address="{}", user=admin)
    own = Notification(source=f"trial:{draft.pk}", customer=dave, content="{}")
    other = Notification(source="api:1", customer=dave, content="{}")

    assert _is_meant_for(device, own)
    assert not _is_meant_for(device, other)


def test_what_was_changed_since_it_was_looked_at_is_not_started(marketer, draft):
    page = f"{LIST}{draft.pk}/"
    seen = {"seen": draft.fingerprint}
    assert draft.fingerprint in marketer.get(f"{page}run/").text
    marketer.post(page, typed(draft.category, draft.segment, **{"words-en-text": "Fees abroad"}))

    answer = marketer.post(f"{page}run/", seen, follow=True)
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert "was changed meanwhile" in answer.text and "Fees abroad" in answer.text
    marketer.post(f"{page}run/", {"seen": draft.fingerprint})
    draft.refresh_from_db()
    assert draft.state == "scheduled"


@pytest.mark.parametrize(("then", "leads_to"), [("trial", "trial/"), ("run", "run/"), ("", ""), ("elsewhere", "")])
def test_a_draft_is_saved_before_it_is_tried_or_started(marketer, draft, then, leads_to):
    page = f"{LIST}{draft.pk}/"
    answer = marketer.post(page, typed(draft.category, draft.segment, name="Summer", then=then))

    assert answer.headers["Location"] == f"{page}{leads_to}"
    draft.refresh_from_db()
    assert draft.name == "Summer"


def test_what_cannot_be_taken_back_is_asked_for_first(marketer, draft, admin):
    page = f"{LIST}{draft.pk}/"
    assert "Delete the draft “Spring”?" in marketer.get(f"{page}discarding/").text
    draft.schedule(by=admin)
    assert f'href="{page}cancellation/"' in marketer.get(page).text
    assert "End “Spring” for good?" in marketer.get(f"{page}cancellation/").text
    draft.refresh_from_db()
    assert draft.state == "scheduled"


def test_without_a_segment_a_new_mailing_says_what_to_make_first(marketer, db):
    assert "Make one first" in marketer.get(f"{LIST}new/").text
    Segment.objects.create(name="Everybody")
    assert "Make one first" not in marketer.get(f"{LIST}new/").text
