"""S-12, S-28: every operation that the API describes asks for a token first, and takes nothing else for one."""

import pytest
from django.test import Client

from helpdesk.api import api

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R109")]


def operations():
    for path, verbs in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        for verb in verbs:
            yield verb, path.replace("{id}", "6f1e2d3c-0000-4000-8000-000000000000" if "notif" in path else "1")


@pytest.mark.parametrize(("verb", "path"), list(operations()))
def test_without_a_token_there_is_401_and_nothing_else(verb, path, desk_of, admin):
    for client in (Client(), desk_of(admin), Client(headers={"Authorization": "Bearer hd_nobody"})):
        answer = client.generic(verb.upper(), path, "{", content_type="application/json")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json()["error"]["code"] == "bad_token"
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_address_that_is_none_asks_for_a_token_too():
    assert Client().post("/api/v1/tickets").status_code == 401


def test_the_description_is_openapi_and_names_every_operation():
    schema = Client().get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    assert {path for path in schema["paths"]} == {
        "/api/v1/notifications",
        "/api/v1/notifications/batch",
        "/api/v1/notifications/{id}",
        "/api/v1/devices",
        "/api/v1/devices/{id}",
        "/api/v1/customers",
    }
    for verbs in schema["paths"].values():
        for operation in verbs.values():
            assert operation["security"] == [{"Bearer": []}]


def test_every_reference_of_the_description_leads_somewhere():
    schema = Client().get("/api/v1/openapi.json").json()

    def walk(thing):
        if isinstance(thing, dict):
            for name, value in thing.items():
                if name == "$ref":
                    place = schema
                    for part in value.removeprefix("#/").split("/"):
                        place = place[part]
                walk(value)
        elif isinstance(thing, list):
            for each in thing:
                walk(each)

    walk(schema)
    assert schema["components"]["schemas"]["NotificationIn"]
