"""R150: by which way a customer wishes to hear from us stands in his card."""

import pytest

from core.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R150")]


def test_an_operator_notes_it_in_the_card(alices_desk, dave, act):
    assert "Reached first by" in alices_desk.get(act("customer/panel/")).text
    for _twice in range(2):
        answer = alices_desk.post(act("customer/channel/"), {"channel": "sms"})
        assert answer.status_code == 200 and '<option value="sms" selected>' in answer.text
    dave.refresh_from_db()
    assert dave.preferred_channel == "sms"
    assert Event.objects.filter(name="customer.edited", payload__fields=["preferred_channel"]).count() == 1


def test_a_way_that_is_none_is_refused(alices_desk, dave, act):
    assert alices_desk.post(act("customer/channel/"), {"channel": "pigeon"}).status_code == 422
    dave.refresh_from_db()
    assert dave.preferred_channel == ""
