"""The pages of notifications through axe, wide and narrow, light and dark; the chart is drawn under our policy."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.figures import FEWEST, judge, roll
from notifications.models import Category, Notification, Step
from tests.browser.serving import wait_until
from tests.browser.test_looks import findings, scrolls_sideways

pytestmark = pytest.mark.requirement("R105")

IN_SIGHT = "(one) => { const { left, right } = one.getBoundingClientRect(); return left >= 0 && right <= innerWidth }"


@pytest.fixture
def told(dave):
    """Dave was told enough for figures and an alarm; the last one came late."""
    category = Category.objects.create(slug="salary", name="Salary", alarm_below=90)
    called = timezone.now() - timedelta(minutes=10)
    rows = Notification.objects.bulk_create(
        Notification(
            category=category, customer=dave, source="test", state="delivered", proof="push", due_at=None, position=0,
            steps_planned=category.steps, created_at=called, settled_at=called + timedelta(seconds=6),
            shown={"push": {"title": "Salary", "body": "It is there", "link": ""}},
        )
        for _ in range(FEWEST)
    )  # fmt: skip
    Step.objects.bulk_create(
        Step(
            notification=one, position=position, channel=channel, lane="normal", provider="fcm", due_at=None,
            state="failed" if channel == "sms" else "delivered", late=channel == "push", error="" , armed_at=at,
            called_at=at, accepted_at=at, settled_at=at + timedelta(seconds=6),
        )
        for one in rows
        for position, channel, at in ((0, "push", called), (1, "sms", called + timedelta(seconds=4)))
    )  # fmt: skip
    roll()
    judge()
    return rows[-1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "language"), [(1440, "en"), (360, "ru")])
def test_the_pages_are_clean_and_fit(at_desk, told, admin, width, language, scheme):
    admin.language = language
    admin.save()
    page = at_desk(admin, width=width, height=900, color_scheme=scheme)
    root = page.url.split("/desk")[0]
    settings = f"/desk/settings/notifications/{told.category_id}/"
    for path in (
        "/notifications/", "/notifications/?q=nobody", f"/notifications/{told.public_id}/", "/notifications/delivery/",
        "/notifications/bench/", "/desk/settings/notifications/", settings, f"{settings}templates/sms/en/",
    ):  # fmt: skip
        page.goto(root + path)
        page.wait_for_load_state("networkidle")
        assert not (found := findings(page)), (path, found)
        assert not scrolls_sideways(page), path
        assert page.locator(".tabs [aria-current]").first.evaluate(IN_SIGHT), path


def test_the_reasons_of_the_ledger_are_read_without_pushing_it_aside(at_desk, told, admin):
    admin.language = "ru"
    admin.save()
    Notification.objects.filter(pk=told.pk).update(state="failed", why="no_channel")
    page = at_desk(admin, width=1024, height=900)
    page.goto(page.url.split("/desk")[0] + "/notifications/")
    frame = page.locator(".table-frame")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    reason = frame.locator(".ledger__why").first.bounding_box()
    state = frame.locator(".ledger__state").first.bounding_box()
    assert reason["y"] >= state["y"] + state["height"] - 1
    # It is a table still, for whoever has it read to them.
    assert page.get_by_role("row").first.get_by_role("columnheader").count() == 7


def test_the_chart_is_drawn_and_the_filters_narrow_the_list(at_desk, told, sam):
    page = at_desk(sam)
    root = page.url.split("/desk")[0]
    page.goto(f"{root}/notifications/delivery/")
    drawn = "globalThis.Chart?.getChart(document.querySelector('canvas'))?.data.datasets.length === 2"
    wait_until(lambda: page.evaluate(drawn), what="the chart")

    page.get_by_role("link", name="Failed").click()
    # Loaded with its scripts: letters typed before that reach nobody.
    page.wait_for_url("**/notifications/?**")
    page.get_by_label("Customer").fill("nobody of this name")
    page.get_by_role("heading", name="Nothing fits").wait_for()
    page.get_by_label("Customer").fill("Dave")
    page.get_by_role("row", name="Dave Okafor").first.wait_for()


def test_the_preview_follows_what_is_written(at_desk, told, admin):
    page = at_desk(admin)
    root = page.url.split("/desk")[0]
    page.goto(f"{root}/desk/settings/notifications/{told.category_id}/templates/sms/en/")
    page.get_by_role("textbox", name="Text").fill("Ж" * 71)
    page.get_by_text("2 segments with these examples").wait_for()
    page.get_by_role("textbox", name="Text").fill("Your {sum}")
    page.get_by_text("There is no variable {sum} here").wait_for()
