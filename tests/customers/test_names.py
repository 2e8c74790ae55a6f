import pytest

from core.models import Event
from customers.models import Customer, Organisation


def told(name):
    return Event.objects.filter(name=f"customer.{name}").count()


def test_the_preferred_name_comes_first(dave):
    assert (dave.display_name, dave.initials) == ("Dave Okafor", "DO")
    dave.set_preferred_name("Mr Okafor", source="customer", by=dave)
    assert (dave.display_name, dave.preferred_name_source) == ("Mr Okafor", "customer")


def test_a_nameless_visitor_has_a_number(db):
    visitor = Customer.objects.create()
    assert visitor.display_name == f"Visitor {visitor.pk}"
    assert (visitor.initials, visitor.is_named) == ("?", False)


@pytest.mark.requirement("R9")
def test_what_a_channel_says_never_replaces_what_was_said(dave, alice):
    dave.set_preferred_name("dave_77", source="channel", by=dave)
    dave.set_preferred_name("Dave", source="customer", by=dave)
    dave.set_preferred_name("dave_77", source="channel", by=dave)
    assert dave.preferred_name == "Dave"
    dave.set_preferred_name("David", source="agent", by=alice)
    assert dave.preferred_name == "David"
    assert told("preferred_name_set") == 3


def test_saying_it_again_happens_once(dave, alice):
    for _ in range(2):
        dave.rename("David", by=alice)
        dave.set_preferred_name("Dave", source="agent", by=alice)
    assert told("renamed") == told("preferred_name_set") == 1


def test_editing_changes_only_what_it_names(dave, alice):
    heron = Organisation.objects.create(name="Heron Bank", domain="heron.example")
    dave.edit(organisation=heron, notes="Calls on Mondays", by=alice)
    dave.refresh_from_db()
    assert (dave.organisation, dave.notes, dave.name) == (heron, "Calls on Mondays", "Dave Okafor")
    with pytest.raises(TypeError):
        dave.edit(name="x", by=alice)
    dave.edit(notes="Calls on Mondays", by=alice)
    assert told("edited") == 1


def test_leaving_an_organisation(dave, alice):
    heron = Organisation.objects.create(name="Heron Bank")
    dave.edit(organisation=heron, by=alice)
    dave.edit(organisation=None, by=alice)
    assert Customer.objects.get(pk=dave.pk).organisation is None


def test_a_domain_belongs_to_one_organisation(db):
    Organisation.objects.create(name="No domain")
    Organisation.objects.create(name="Nor this")
    Organisation.objects.create(name="Heron", domain="heron.example")
    again = Organisation(name="Heron again", domain="@HERON.example")
    with pytest.raises(Exception, match="domain"):
        again.full_clean()
