import pytest
from django.db import IntegrityError, transaction

from accounts.models import User


def test_an_address_is_one_account_whatever_its_capitals(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ALICE@demo.test", name="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Alice@Demo.test", name="Another")


def test_roles_give_permissions_without_a_query(alice, sam, admin, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not alice.has_perm("tickets.supervise")
        assert sam.has_perm("tickets.supervise") and not sam.has_perm("tickets.view_all")
        assert admin.has_perms(["tickets.view_all", "accounts.manage", "accounts.change_user"])
        assert not sam.has_perm("accounts.change_user")
        assert (alice.is_staff, sam.is_staff, admin.is_staff) == (False, False, True)


def test_a_deactivated_admin_may_nothing(admin, sam):
    admin.deactivate(by=sam)
    assert not admin.has_perm("tickets.view_all")
    assert not admin.is_staff


def test_departments_cost_one_query(alice, cards, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert alice.department_ids == {cards.pk}
        assert cards.pk in alice.department_ids


def test_the_public_name_is_what_customers_see(alice):
    assert (alice.display_name, alice.initials) == ("Alice", "A")
    alice.public_name = "Alice from Heron"
    assert (alice.display_name, alice.initials) == ("Alice from Heron", "AF")
    assert 1 <= alice.hue <= 6


def test_phrases(alice, sam, admin, cards, carol):
    carol.deactivate(by=admin)
    assert set(User.objects.operators()) == {alice}
    assert set(User.objects.active().in_department(cards)) == {alice, sam}


def test_a_superuser_is_an_admin(db):
    assert User.objects.create_superuser("root@demo.test", "x", name="Root").has_perm("anything.at_all")
