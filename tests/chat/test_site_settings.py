"""R30: an admin gives each site its own words, colours, questions and rules, and sees them before they count."""

import pytest

from chat.directory import directory
from chat.models import Site
from chat.serialising import bot_json
from core.models import Event
from tests.chat.conftest import Browser

pytestmark = pytest.mark.requirement("R30")


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


def address(site, page=""):
    return f"/desk/settings/sites/{site.pk}/{page}"


@pytest.fixture
def filled(office, heron, cards, transfers):
    """The form as a browser would send it back, some fields changed: `filled(title_en="Hello")`."""
    form = office.get(address(heron)).context["form"]

    def data(**changes):
        sent = {}
        for bound in form:
            value = bound.field.prepare_value(bound.value()) if hasattr(bound.field, "prepare_value") else bound.value()
            if value not in (None, "", False, []):
                sent[bound.html_name] = "on" if value is True else value
        return {name: value for name, value in (sent | changes).items() if value is not None}

    return data


def test_everything_of_a_site_is_set_in_one_form(office, heron, filled, cards, transfers):
    changed = filled(
        name="Heron", origins="https://heron.example\nhttps://shop.heron.example/", accent="#0A7A5C", theme="dark",
        position="start", languages=["ru", "en"], language="ru", choices=[cards.pk, transfers.pk], people_only="on",
        asks_consent="on", title_en="Heron", offline_ru="Мы вернёмся утром.", launcher_en="Ask us",
        ask_email="required", label_email_ru="Почта", ask_phone="optional",
    )  # fmt: skip
    answer = office.post(address(heron), changed | {"shows_hours": ""})
    assert answer.status_code == 302, answer.context and answer.context["form"].errors

    site = Site.objects.get()
    assert (site.name, site.theme, site.position, site.language) == ("Heron", "dark", "start", "ru")
    assert site.origins == ["https://heron.example", "https://shop.heron.example"]
    assert set(site.choices.all()) == {cards, transfers}
    assert (site.people_only, site.asks_consent, site.shows_hours) == (True, True, False)
    assert site.text("offline", "ru") == "Мы вернёмся утром." and site.texts["en"]["launcher"] == "Ask us"
    assert site.questions["email"] == {"ask": "required", "en": "", "ru": "Почта"}
    assert set(site.questions) == {"email", "phone"}


def test_the_form_sent_back_as_it_came_changes_nothing(office, heron, filled):
    before = Site.objects.values().get()
    assert office.post(address(heron), filled()).status_code == 302
    after = Site.objects.values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"texts"}
    assert {text for texts in after["texts"].values() for text in texts.values()} - {""} == {
        text for texts in before["texts"].values() for text in texts.values()
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accent", "red"),
        ("origins", "https://*.example"),
        ("theme", "pink"),
        ("language", "de"),
        ("title_en", "x" * 61),
        ("ask_email", "always"),
        ("name", ""),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(office, heron, filled, field, value):
    before = Site.objects.values().get()
    refused = office.post(address(heron), filled(**{field: value}))
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert Site.objects.values().get() == before
    assert "<h1>Heron Bank</h1>" in refused.text


def test_the_sites_own_language_is_among_those_it_speaks(office, heron, filled):
    refused = office.post(address(heron), filled(languages=["ru"], language="en"))
    assert "language" in refused.context["form"].errors


def test_a_preview_tells_what_the_widget_would_be_told_and_saves_nothing(office, heron, filled, cards, transfers):
    before = Site.objects.values().get()
    sent = filled(
        title_ru="Херон",
        accent="#ffee00",
        ask_department="required",
        choices=[cards.pk, transfers.pk],
        people_only="on",
    )

    told = office.post(address(heron, "preview/"), sent | {"preview_language": "ru"}).json()

    assert (told["site"]["title"], told["site"]["language"], told["site"]["people_only"]) == ("Херон", "ru", True)
    assert told["site"]["colours"]["accent"] == "#ffee00" and told["colour"]["fine"] is False
    assert [one["name"] for one in told["questions"]] == ["department"]
    assert told["promise"]
    assert Site.objects.values().get() == before and not heron.choices.exists()


def test_a_preview_of_a_form_half_filled_in_shows_what_can_be_shown(office, heron, filled):
    told = office.post(address(heron, "preview/"), filled(accent="#0", title_en="Half")).json()
    assert told["site"]["title"] == "Half"


def test_only_the_preview_may_be_framed_and_only_by_us(office, heron):
    frame = office.get(address(heron, "preview/"))
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    page = office.get(address(heron))
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"] and page["X-Frame-Options"] == "DENY"
    assert "allow-same-origin" not in page.text and 'sandbox="allow-scripts"' in page.text


def test_the_secret_is_shown_once_after_a_yes(office, heron):
    old = heron.identity_secret
    asked = office.get(address(heron, "secret/"))
    heron.refresh_from_db()
    assert heron.identity_secret == old and old not in asked.text

    shown = office.post(address(heron, "secret/"))

    heron.refresh_from_db()
    assert heron.identity_secret != old and heron.identity_secret in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert all(heron.identity_secret not in office.get(address(heron, page)).text for page in ("", "secret/"))


def test_a_new_site_needs_only_a_name_and_works_at_once(office, cards):
    made = office.post(
        "/desk/settings/sites/new/", {"name": "Shop", "origins": "https://shop.example", "department": cards.pk}
    )
    site = Site.objects.get()
    assert made.status_code == 302 and made["Location"] == address(site)
    assert f"data-site=&quot;{site.key}&quot;" in office.get(address(site)).text
    assert Browser(site, origin="https://shop.example").arrive().status_code == 200


def test_the_button_has_its_look_before_it_is_pressed(client, heron):
    Site.objects.update(accent="#0a7a5c", position="start", texts={"en": {"launcher": "Ask us"}})
    directory.forget()

    look = client.get(f"/widget/looks/{heron.key}", headers={"Origin": "https://heron.example"})

    assert look["Access-Control-Allow-Origin"] == "*" and "max-age=300" in look["Cache-Control"]
    assert (look.json()["position"], look.json()["labels"]["en"]) == ("start", "Ask us")
    assert look.json()["colours"]["accent"] == "#0a7a5c"
    assert not {"origins", "identity_secret", "department", "name"} & set(look.json())
    Site.objects.update(is_active=False)
    directory.forget()
    assert client.get(f"/widget/looks/{heron.key}").status_code == 404


def test_the_language_is_one_that_the_site_speaks(heron):
    Site.objects.update(languages=["ru"], language="ru")
    directory.forget()
    opened = Browser(heron).arrive(language="en").json()
    assert (opened["site"]["language"], opened["site"]["languages"]) == ("ru", ["ru"])
    assert opened["site"]["greeting"] == "Чем помочь?"


def test_djangos_admin_has_every_field_too(office, heron):
    page = office.get(f"/admin/chat/site/{heron.pk}/change/").text
    for name in ("choices", "people_only", "offline_ru", "launcher_en", "ask_email", "label_question_ru", "languages"):
        assert f'name="{name}"' in page


def told() -> list[tuple]:
    events = Event.objects.filter(name__startswith="site.").order_by("pk")
    return list(events.values_list("name", "actor_id", "payload"))


def test_the_trail_names_who_made_a_site_and_who_changed_what(office, admin, filled, heron):
    office.post("/desk/settings/sites/new/", {"name": "Shop", "origins": "https://shop.example"})
    shop = Site.objects.get(name="Shop")
    office.post(address(heron), filled(accent="#0A7A5C", title_en="Hello"))
    office.post(address(heron, "secret/"))

    assert told() == [
        ("site.made", admin.pk, {"site_id": shop.pk}),
        ("site.edited", admin.pk, {"site_id": heron.pk, "fields": ["accent", "title_en"]}),
        ("site.secret_renewed", admin.pk, {"site_id": heron.pk}),
    ]


def test_django_s_admin_leaves_the_same_trail(office, admin, heron):
    page = f"/admin/chat/site/{heron.pk}/change/"
    form = office.get(page).context["adminform"].form
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", False, [])}
    sent |= {"origins": "\n".join(heron.origins), "name": "Renamed"}

    answer = office.post(page, sent)

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert told() == [("site.edited", admin.pk, {"site_id": heron.pk, "fields": ["name"]})]


def test_nobody_saves_over_what_a_colleague_saved_meanwhile(office, filled, heron):
    opened = filled()
    assert office.post(address(heron), filled(title_en="Theirs")).status_code == 302

    answer = office.post(address(heron), opened | {"name": "Mine"})

    assert answer.status_code == 422 and "has been saved since you opened it" in answer.text
    assert "Mine" in answer.text, "what was typed is kept"
    heron.refresh_from_db()
    assert heron.text("title", "en") == "Theirs"

    again = opened | {"name": "Mine", "opened": answer.context["form"]["opened"].value()}
    assert office.post(address(heron), again).status_code == 302
    heron.refresh_from_db()
    assert heron.name == "Mine"


def test_an_assistant_without_a_name_speaks_in_the_site_s(heron):
    heron.bot_name, heron.texts, heron.language = "", {"ru": {"title": "Цапля"}}, "en"
    assert bot_json(heron)["name"] == heron.name
    heron.language = "ru"
    assert bot_json(heron)["name"] == "Цапля"
    heron.bot_name = "Heron assistant"
    assert bot_json(heron)["name"] == "Heron assistant"
    assert bot_json(None)["name"] == ""


def test_a_department_that_was_closed_is_not_taken_from_its_site_unseen(office, heron, admin, cards, transfers):
    heron.choices.set([cards, transfers])
    cards.deactivate(by=admin)

    page = office.get(address(heron))
    form = page.context["form"]
    sent = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "", False, [])}
    sent |= {"origins": "\n".join(heron.origins), "choices": [cards.pk, transfers.pk], "accent": "#0A7A5C"}
    answer = office.post(address(heron), sent)

    assert "Cards (not active)" in page.text
    assert answer.status_code == 302, answer.context["form"].errors
    heron.refresh_from_db()
    assert (heron.accent, heron.department) == ("#0A7A5C", cards)
    assert set(heron.choices.all()) == {cards, transfers}
