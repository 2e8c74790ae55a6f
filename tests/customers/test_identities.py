import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.models import Event
from customers.models import Customer, Identity, IdentityTaken

MAIL = "dave@demo.test"


def holders(kind, value):
    return list(Customer.objects.holding(kind, value))


def told(name):
    return Event.objects.filter(name=f"customer.{name}").count()


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("email", " Dave@Demo.TEST ", "dave@demo.test"),
        ("phone", "+380 44 000 00 01", "+380440000001"),
        ("phone", "+1 (202) 555-0143", "+12025550143"),
        ("widget", " Abc-7 ", "Abc-7"),
        ("telegram", "123456", "123456"),
    ],
)
def test_each_kind_has_one_spelling(dave, kind, typed, stored):
    assert dave.identify(kind, typed, by=dave).value == stored


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("email", "dave"), ("phone", "044 000 00 01"), ("phone", "call me"), ("phone", "+3804"), ("widget", "  "),
     ("widget", "a\x00b"), ("widget", "x" * 321), ("email", "x" * 400 + "@demo.test")],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_sentence(dave, kind, typed):
    with pytest.raises(ValidationError):
        dave.identify(kind, typed, by=dave)
    assert not dave.identities.exists()


def test_saying_it_again_does_nothing(dave):
    first = dave.identify("email", MAIL, by=dave)
    assert dave.identify("email", MAIL.upper(), by=dave) == first
    assert told("identity_added") == 1


def test_a_bare_word_never_finds_a_customer(dave, eve):
    dave.identify("email", MAIL, how="signed", by=dave)
    eve.identify("email", MAIL, by=eve)
    assert holders("email", MAIL) == [dave]
    assert holders("email", " DAVE@demo.test") == [dave]


def test_an_unproved_identity_finds_nobody(dave):
    dave.identify("phone", "+380440000001", by=dave)
    assert holders("phone", "+380440000001") == []


def test_proving_it_finds_the_customer_and_is_told_once(dave):
    identity = dave.identify("email", MAIL, by=dave)
    identity.verify(how="code", by=dave)
    identity.verify(how="agent", by=dave)
    assert holders("email", MAIL) == [dave]
    assert (identity.verified_how, identity.is_verified) == ("code", True)
    assert told("identity_verified") == 1


def test_only_one_customer_can_have_proved_it(dave, eve):
    dave.identify("email", MAIL, how="signed", by=dave)
    with pytest.raises(IdentityTaken):
        eve.identify("email", MAIL, how="signed", by=eve)
    assert holders("email", MAIL) == [dave]
    eve.identify("email", MAIL, by=eve)
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.filter(customer=eve).update(verified_how="agent", verified_at="2026-01-01T00:00Z")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_prove_it_at_once_one_has_it(at_once):
    people = [Customer.objects.create(name=f"C{number}") for number in range(6)]
    results = at_once(6, lambda n: people[n].identify("email", MAIL, how="code", by=people[n]))
    assert sum(isinstance(result, IdentityTaken) for result in results) == 5
    assert Identity.objects.verified().count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_word_at_once_is_one_row(at_once):
    dave = Customer.objects.create(name="Dave")
    results = at_once(6, lambda n: dave.identify("email", MAIL, by=dave))
    assert {result.pk for result in results} == {Identity.objects.get().pk}
    assert told("identity_added") == 1


def test_verified_means_how_and_when(dave):
    identity = dave.identify("email", MAIL, by=dave)
    for half in [{"verified_how": "code"}, {"verified_at": "2026-01-01T00:00Z"}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Identity.objects.filter(pk=identity.pk).update(**half)


def test_an_unknown_kind_or_proof_is_refused(dave):
    with pytest.raises(ValueError):
        dave.identify("pigeon", "7", by=dave)
    with pytest.raises(ValueError):
        dave.identify("email", MAIL, how="because", by=dave)


def test_removing_lets_another_prove_it(dave, eve):
    identity = dave.identify("email", MAIL, how="agent", by=dave)
    identity.remove(by=dave)
    eve.identify("email", MAIL, how="code", by=eve)
    assert holders("email", MAIL) == [eve]
    assert told("identity_removed") == 1


def test_events_keep_no_names_and_addresses(dave):
    dave.identify("email", MAIL, how="code", by=dave)
    dave.rename("David Secret", by=dave)
    assert not any(word in str(list(Event.objects.values())) for word in (MAIL, "Secret"))
