"""How the desk feels in a browser with a processor four times slower: a conversation of 10,000 messages beside 200 tickets."""

import time
import uuid
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from bench import dataset
from bench.printing import figure, median
from bench.serving import product
from bench.signing_in import signed_in
from tests.chromium import CHROMIUM, FLAGS
from tickets.models import Draft, Message, Ticket

SLOW_DOWN, MESSAGES, TICKETS = 4, 10_000, 200
ARRIVALS = 12
HELD, UNTOLD = 80, 16  # ms
WORDS = "Good morning, I look at it now. "
BARE = "data:text/html,<textarea></textarea>"
WATCH = """untold => {
    window.seen = { events: [], shifts: [] }
    const watch = (type, options, note) => new PerformanceObserver(list => list.getEntries().forEach(note))
        .observe({ type, buffered: true, ...options })
    watch("event", { durationThreshold: untold }, e => e.interactionId && seen.events.push([e.name, e.duration, e.interactionId]))
    watch("layout-shift", {}, e => seen.shifts.push([e.value, e.hadRecentInput]))
}"""
# A sentence of fifty to four hundred letters, from both sides, a note now and then.
FILL = """
INSERT INTO tickets_message (ticket_id, seq, client_id, author_kind, author_id, visibility, text, happening, details, reactions, has_files,
    version, public_version, public_seq, created_at)
SELECT %(ticket)s, n, gen_random_uuid(), CASE WHEN n %% 3 = 0 THEN 'agent' ELSE 'customer' END,
    CASE WHEN n %% 3 = 0 THEN %(agent)s END, 'public',
    'Message ' || n || repeat(': I paid for a coffee and the payment was taken twice', 1 + n %% 7), '', '{}',
    CASE WHEN n %% 9 = 0 THEN '{"👍": ["customer:1"]}'::jsonb ELSE '{}' END, false, n, n, n,
    now() - (%(messages)s - n) * interval '11 minutes'
FROM generate_series((SELECT coalesce(max(seq), 0) + 1 FROM tickets_message WHERE ticket_id = %(ticket)s), %(messages)s) n
"""


def inp() -> None:
    """INP: from the key or the click to the next picture. The floor: the same words on a bare page."""
    ticket = long_ticket()
    Draft.objects.filter(ticket=ticket).delete()
    with _desk(ticket, slow_down=1) as (page, slow_down):
        _load_all(page)
        _more_tickets(page)
        slow_down(SLOW_DOWN)
        page.evaluate("seen.events.length = 0")
        _work(page)
        slowest = _slowest(page)
        nodes = page.evaluate("document.querySelectorAll('*').length")
        page.goto(BARE)
        _write(page)
        bare = _slowest(page)
    more = {
        "worst": max(slowest.values()),
        "median": median(slowest.values()),
        "floor_median": median(bare.values()),
        "loaded": MESSAGES,
        "elements": nodes,
    }
    figure("desk-inp", _inp(slowest), "ms", floor=_inp(bare), n=len(slowest), **more)


def shift() -> None:
    """How far what one reads jumps by itself while a conversation opens, and while messages come in."""
    ticket = long_ticket()
    with _desk(ticket) as (page, _):
        opening = _shifts(page)
        _arrive(page, ticket, ARRIVALS)
        at_the_end = _shifts(page)
        page.mouse.move(700, 400)
        page.mouse.wheel(0, -1500)
        page.wait_for_timeout(1500)
        read = page.evaluate(PLACE)
        before = _shifts(page)
        _arrive(page, ticket, ARRIVALS)
        moved = abs(page.evaluate(PLACE_OF, read[0]) - read[1])
        above = _shifts(page) - before
    figure("desk-shift", at_the_end + above, "layout shift", n=2 * ARRIVALS, opening=round(opening, 4), moved_px=moved)


# What moves under the mouse by itself is pointed at no longer.
STILL = """async () => {
    const scroller = document.getElementById("conversation")
    for (let still = 0, top = scroller.scrollTop; still < 10; top = scroller.scrollTop) {
        await new Promise(requestAnimationFrame)
        still = scroller.scrollTop === top ? still + 1 : 0
    }
}"""
PLACE = """() => {
    const { top } = document.getElementById("conversation").getBoundingClientRect()
    const line = [...document.querySelectorAll("message-log [data-seq]")].find(each => each.getBoundingClientRect().top > top)
    return [line.id, line.getBoundingClientRect().top]
}"""
PLACE_OF = "id => document.getElementById(id).getBoundingClientRect().top"


def long_ticket() -> Ticket:
    """One ticket of the agent's department with 10,000 messages, made once."""
    agent = dataset.agent()
    ticket = Ticket.objects.living().filter(department__in=agent.department_ids).order_by("-pk").first()
    values = {"ticket": ticket.pk, "agent": agent.pk, "messages": MESSAGES}
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)
    last = Message.objects.filter(ticket=ticket).order_by("-seq").values_list("seq", flat=True)[0]
    counters = ("version", "public_version", "last_seq", "last_public_seq", "agents_read_seq")
    Ticket.objects.filter(pk=ticket.pk).update(**dict.fromkeys(counters, last), unread_count=0)
    return Ticket.objects.get(pk=ticket.pk)


@contextmanager
def _desk(ticket, *, slow_down: int = SLOW_DOWN):
    from playwright.sync_api import sync_playwright

    with product() as (port, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        session = {"name": settings.SESSION_COOKIE_NAME, "value": signed_in(dataset.agent())}
        context.add_cookies([{**session, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.add_init_script(f"({WATCH})({UNTOLD})")
        debugger = context.new_cdp_session(page)

        def throttle(rate: int) -> None:
            debugger.send("Emulation.setCPUThrottlingRate", {"rate": rate})

        throttle(slow_down)
        page.goto(f"http://127.0.0.1:{port}/desk/tickets/{ticket.pk}/?view=all")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1000)
        yield page, throttle
        browser.close()


def _load_all(page) -> None:
    """Up to the first message, as one who holds the key to the top does."""
    page.evaluate(
        """async () => {
            const scroller = document.getElementById("conversation")
            while (document.querySelector(".log__older")) {
                scroller.scrollTop = 0
                await new Promise(requestAnimationFrame)
            }
        }"""
    )
    page.wait_for_timeout(1000)


def _more_tickets(page) -> None:
    for _ in range(TICKETS // 50):
        page.evaluate("document.querySelector('.desk__more')?.scrollIntoView()")
        page.wait_for_timeout(800)


def _work(page) -> None:
    """What an operator does: writes, reads up and down, goes from message to message, opens menus, goes along the list."""
    _write(page, name="Reply")
    log = page.get_by_role("log", name="Conversation")
    log.focus()
    for key in ("PageDown", "PageDown", "PageUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowUp", "Enter", "Escape"):
        page.keyboard.press(key)
        page.wait_for_timeout(250)
    _press(page, page.get_by_role("button", name="To the latest message"))
    last = log.locator(".message[data-seq]").last
    for button in ("More about this message", "React with 👍", "Quote"):
        _point(page, last)
        _press(page, page.get_by_role("button", name=button, exact=True))
        page.keyboard.press("Escape")
    page.mouse.move(10, 10)
    for key in ("j", "j", "k", "r"):
        page.keyboard.press(key)
        page.wait_for_timeout(250)
    _press(page, page.locator(".ticket-row").nth(5))
    page.wait_for_timeout(1000)


def _write(page, name: str | None = None) -> None:
    box = page.get_by_role("textbox", name=name)
    _press(page, box)
    page.keyboard.type(WORDS, delay=60)
    page.wait_for_timeout(300)
    # Letters that miss the box are commands, and something else would be measured.
    if box.input_value() != WORDS:
        raise SystemExit(f"the box says {box.input_value()!r}, not what was written")


def _press(page, what) -> None:
    """By the mouse itself: a tester's own click asks the page about its target meanwhile, and that would be counted.

    The button is held as long as a finger holds it: let go in the same millisecond, it would wait for the picture of its own going down.
    """
    x, y = _middle(what)
    page.mouse.move(x, y)
    page.wait_for_timeout(200)
    page.mouse.down()
    page.wait_for_timeout(HELD)
    page.mouse.up()
    page.wait_for_timeout(700)


def _point(page, what) -> None:
    page.evaluate(STILL)
    page.mouse.move(10, 10)
    page.mouse.move(*_middle(what))
    page.wait_for_timeout(300)


def _middle(what) -> tuple[float, float]:
    what.wait_for()
    box = what.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _inp(slowest: dict[int, float]) -> float:
    """The longest interaction, of which one in fifty is not counted: https://web.dev/articles/inp."""
    return sorted(slowest.values(), reverse=True)[len(slowest) // 50]


def _slowest(page) -> dict[int, float]:
    """Each interaction by its longest event, in ms; the browser counts in steps of 8."""
    slowest: dict[int, float] = {}
    for _name, duration, interaction in page.evaluate("seen.events"):
        slowest[interaction] = max(duration, slowest.get(interaction, 0))
    # What is quicker the browser does not tell.
    return slowest or {0: UNTOLD}


def _shifts(page) -> float:
    return sum(value for value, _ in page.evaluate("seen.shifts"))


def _arrive(page, ticket: Ticket, count: int) -> None:
    for number in range(count):
        text = f"News {number} " + "and some words more " * (number % 5)
        message, _ = ticket.receive(text=text, client_id=uuid.uuid4(), by=ticket.customer)
        page.locator(f"#message-{message.client_id}").wait_for(state="attached")
        time.sleep(0.2)
