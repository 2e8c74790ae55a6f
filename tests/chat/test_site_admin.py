import pytest
from django.urls import reverse

from chat.models import Site
from chat.origins import is_exact_origin


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


def fields(**changes):
    texts = {f"{text}_{code}": "" for text in ("title", "greeting") for code in ("en", "ru")}
    basic = {"name": "Heron", "origins": "", "language": "en", "theme": "auto", "position": "end", "is_active": "on"}
    return {**texts, **basic, **changes}


def test_a_site_is_made_with_a_key_and_its_script_tag(office, cards):
    response = office.post(
        reverse("admin:chat_site_add"),
        fields(department=cards.pk, origins="https://Heron.example/\nhttp://localhost:8080", greeting_ru="Чем помочь?"),
    )
    assert response.status_code == 302, response.context["adminform"].form.errors

    site = Site.objects.get()
    assert len(site.key) >= 20
    assert site.origins == ["https://heron.example", "http://localhost:8080"]
    assert site.text("greeting", "ru") == "Чем помочь?"
    page = office.get(reverse("admin:chat_site_change", args=[site.pk])).text
    assert f"data-site=&quot;{site.key}&quot;" in page
    assert site.identity_secret not in page


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "https://*.heron.example",
        "https://heron.example/path",
        "https://heron.example?x",
        "heron.example",
        "null",
        "ftp://heron.example",
        "https://heron.example:443",
        "https://user@heron.example",
        "https://héron.example",
        "https://",
        "https://heron.example:99999",
        "javascript:alert(1)",
    ],
)
def test_only_exact_origins_are_taken(office, origin):
    assert not is_exact_origin(origin)
    response = office.post(reverse("admin:chat_site_add"), fields(origins=origin))
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["origins"]
    assert not Site.objects.exists()


@pytest.mark.parametrize("origin", ["https://heron.example", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_exact_origins(origin):
    assert is_exact_origin(origin)


def test_a_new_secret_is_shown_once_and_kept_encrypted(office, heron):
    from django.db import connection

    old, address = heron.identity_secret, reverse("admin:chat_site_secret", args=[heron.pk])
    assert old not in office.get(address).text
    page = office.post(address)
    heron.refresh_from_db()

    assert heron.identity_secret != old
    assert heron.identity_secret in page.text
    assert "no-store" in page["Cache-Control"]
    assert heron.identity_secret not in office.get(address).text
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_secret FROM chat_site")
        assert heron.identity_secret not in cursor.fetchone()[0]


def test_looking_at_the_page_changes_no_secret(office, heron):
    old = heron.identity_secret
    office.get(reverse("admin:chat_site_secret", args=[heron.pk]))
    heron.refresh_from_db()
    assert heron.identity_secret == old


@pytest.mark.parametrize("who", ["alice", "sam"])
def test_only_admins_make_secrets(client, heron, who, request):
    client.force_login(request.getfixturevalue(who))
    old = heron.identity_secret
    assert client.post(reverse("admin:chat_site_secret", args=[heron.pk])).status_code in (302, 403)
    heron.refresh_from_db()
    assert heron.identity_secret == old


@pytest.mark.parametrize("page", ["site", "visitor", "conversation"])
def test_lists_open(office, browser, page):
    browser.write()
    response = office.get(reverse(f"admin:chat_{page}_changelist"))
    assert response.status_code == 200
    assert "token_hash" not in response.text


def test_a_visitor_opens_without_the_token(office, browser):
    from chat.models import Visitor

    visitor = Visitor.objects.get()
    page = office.get(reverse("admin:chat_visitor_change", args=[visitor.pk]))
    assert page.status_code == 200
    assert visitor.token_hash not in page.text
