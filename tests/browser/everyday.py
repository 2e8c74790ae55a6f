"""What docs/operator.md promises, action by action: where it begins, what is filled in, the proof that it happened."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Error

from automation.models import Macro
from tickets.models import CannedReply, Message, Tag, Ticket, View

WRITTEN = "It is on its way back"
ROLES = ("button", "link", "menuitem", "option", "combobox", "textbox", "tab")


class Stage:
    """One signed-in page of Alice's, and a ticket of Dave's that is new for each action."""

    def __init__(self, page, **cast):
        self.page, self.ticket, self.answer, self.texts = page, None, None, set()
        self.__dict__ |= cast
        self.origin = page.url.partition("/desk")[0]
        Tag.named("refund")
        CannedReply.objects.create(shortcut="refund", title="Refund by hand", text="Refunded.", department=self.cards)

    def begin(self, action, way):
        self.way, self.answer, self.text = way, None, f"{WRITTEN}, {uuid.uuid4().hex[:8]}"
        self.ticket = self.opened()
        action.before(self)
        self.page.goto(f"{self.origin}{action.at.format(number=self.ticket.pk)}")
        self.page.locator("reply-composer:defined, queue-list:defined, search-results:defined").first.wait_for()
        self.page.locator("local-time time").first.wait_for()
        action.ready(self)

    def opened(self):
        text = f"I was charged twice, {uuid.uuid4().hex[:8]}"
        more = {"customer": self.dave, "channel": "phone", "by": self.alice, "department": self.cards}
        return Ticket.open(text=text, **more)[0]

    def now(self) -> Ticket:
        return Ticket.objects.select_related("assignee", "department").get(pk=self.ticket.pk)

    def address(self) -> str:
        """As the browser has it now; none while it goes from one page to the next."""
        try:
            return self.page.evaluate("location.href")
        except Error:
            return ""

    def press(self, name):
        place = self.page.locator("dialog:modal")
        place = place if place.count() else self.page
        name = re.compile(name.pattern) if isinstance(name, re.Pattern) else name
        found = place.locator(f'summary[aria-label="{name}"]')
        for role in ROLES:
            found = found.or_(place.get_by_role(role, name=name, exact=True))
        found.filter(visible=True).first.click()

    def key(self, keys):
        self.page.keyboard.press(keys.replace("Ctrl", "Control").replace("?", "Shift+?"))

    def write(self, text=None):
        """Where the caret is; with the mouse, in the reply field first, unless a field has been opened already."""
        if not self.page.evaluate("document.activeElement.matches('textarea, input[type=text], [role=combobox]')"):
            self.page.locator("#reply").click()
        self.page.keyboard.type(text or self.text)

    def calm(self):
        """After a failure: nothing of it may be asked about when the page is left."""
        self.page.evaluate("localStorage.clear()")


@dataclass
class Action:
    proof: Callable
    at: str = "/desk/tickets/{number}/"
    before: Callable = lambda stage: None
    ready: Callable = lambda stage: None
    fills: list | None = None
    by_mouse: list | None = None
    by_keys: list | None = None
    before_last: Callable = lambda stage: None

    def fills_for(self, way):
        other = self.by_mouse if way == "mouse" else self.by_keys
        return other if other is not None else self.fills or [Stage.write]


def type_(text):
    return lambda stage: stage.page.keyboard.type(text)


def then(*acts):
    def all_of_them(stage):
        for act in acts:
            act(stage)

    return all_of_them


def wait_option(name):
    return lambda stage: stage.page.get_by_role("option", name=name).first.wait_for()


def key(name):
    return lambda stage: stage.page.keyboard.press(name)


def said(**fields):
    return lambda stage: Message.objects.filter(ticket=stage.ticket, text=stage.text, **fields).exists()


def status(wanted):
    return lambda stage: stage.now().status == wanted


def address_has(part):
    return lambda stage: part in stage.address()


def at_the_ticket(stage):
    return address_has(f"/tickets/{stage.ticket.pk}/")(stage)


def both(*proofs):
    return lambda stage: all(proof(stage) for proof in proofs)


def has_the_next(stage):
    """Whichever it is: it is open now, and hers."""
    found = re.search(r"/tickets/([0-9]+)/", stage.address())
    return bool(found) and Ticket.objects.get(pk=found[1]).assignee == stage.alice


def answered(stage):
    stage.answer = stage.ticket.reply(text="Wait a moment please", client_id=uuid.uuid4(), by=stage.alice)[0]


def at_message(seq):
    """Under the mouse, or in focus: as the document says, the message an act is meant for."""

    def go(stage):
        message = stage.page.locator(f'#conversation [data-seq="{seq}"]')
        if stage.way == "mouse":
            message.hover()
        else:
            message.focus()

    return go


def last(stage):
    at_message(stage.now().last_seq)(stage)


def own(stage):
    return Message.objects.get(pk=stage.answer.pk)


def choose_file(stage):
    files = [{"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"one coffee"}]
    stage.page.locator("[data-file]").set_input_files(files)
    stage.page.locator('.composer__file[data-state="ready"]').wait_for()


def fill_new_ticket(stage):
    box = stage.page.locator("#act[open]")
    box.get_by_role("combobox", name="Customer").wait_for()
    stage.page.keyboard.type("okafor")
    box.get_by_role("option", name="Dave Okafor").wait_for()
    stage.page.keyboard.press("Enter")
    stage.page.keyboard.type(stage.text)


def new_ticket(stage):
    return Ticket.objects.filter(subject__startswith=WRITTEN, messages__text=stage.text, channel="phone").exists()


def words_of_the_ticket(stage):
    stage.page.locator("#palette[open]").wait_for()
    stage.page.keyboard.type(f"#{stage.ticket.pk}")
    offered(stage).wait_for()


def search_words(stage):
    stage.page.locator("#palette[open], #search-text").filter(visible=True).first.wait_for()
    stage.page.keyboard.type(stage.text)


def looked_everywhere(stage):
    return stage.page.locator("#results mark").count() > 0 and address_has("/desk/search/")(stage)


def check_boxes(stage):
    stage.page.locator(f"#row-{stage.ticket.pk} + label input").check()


def choose_by_x(stage):
    stage.page.locator(f"#row-{stage.ticket.pk}").focus()
    stage.page.keyboard.press("x")


def want_high(stage):
    stage.page.locator("#act[open]").get_by_text("High", exact=True).click()


def name_view(stage):
    stage.page.locator("#act[open]").get_by_role("textbox").first.fill(stage.text)


def take_by_alice(stage):
    stage.ticket.take(by=stage.alice)


def press_taken(stage):
    stage.page.get_by_role("button", name="Take").first.click()
    stage.page.get_by_text("The ticket is yours.").wait_for()


def held(stage):
    stage.page.locator("reply-composer").evaluate("composer => composer.setAttribute('hold', 60)")
    stage.page.locator("#reply").fill(stage.text)
    stage.page.locator("#reply").press("Control+Enter")
    stage.page.get_by_role("button", name="Undo", exact=True).wait_for()


def choose_destination(stage):
    stage.page.locator("#act[open]").wait_for()
    stage.page.keyboard.type("transf")
    if stage.way == "mouse":
        stage.page.keyboard.press("Enter")


def row(stage):
    stage.page.locator(f"#row-{stage.ticket.pk}").click()


def first_offer(stage):
    stage.page.locator("#act[open] choice-list button").first.click()


def owner(stage):
    stage.press(re.compile(rf"^#{stage.ticket.pk}"))


def offered(stage):
    return stage.page.locator(f'#palette [role="option"][data-ticket-number="{stage.ticket.pk}"]').first


def found(stage):
    offered(stage).click()


def panel(stage):
    stage.page.locator("#side-priority").wait_for()


def everywhere(stage):
    stage.page.get_by_role("option", name=re.compile("^Search everything")).click()


def colleague(stage):
    stage.page.get_by_role("option", name=re.compile("^Bob")).first.click()


def high(stage):
    stage.page.locator("#side-priority").select_option(label="High")


def in_dialog(act):
    return lambda stage: (stage.page.locator("#act[open]").wait_for(), act(stage))


def suggest(stage):
    CannedReply.objects.get_or_create(shortcut="twice", title="Charged twice", text="We pay it back.")


def build_macro(stage):
    Macro.objects.get_or_create(name="Refund done", steps=[{"do": "resolve", "value": "", "more": ""}])


SPECIAL = {
    "Refund done": lambda stage: stage.page.get_by_role("option", name=re.compile("^Refund done")).click(),
    "its row": row,
    "an offered time": in_dialog(first_offer),
    "the owner, beside the number": owner,
    "what was found": found,
    "Search everything": everywhere,
    "Bob": colleague,
    "refund": lambda stage: stage.page.get_by_role("option", name="refund").click(),
    "Refund by hand": lambda stage: stage.page.get_by_role("option", name=re.compile("Refund by hand")).click(),
    "High": high,
    "Unassigned": lambda stage: stage.page.locator("#nav").get_by_role("link", name=re.compile("^Unassigned")).click(),
    "Search": lambda stage: stage.page.locator("#nav").get_by_role("button", name=re.compile("^Search")).click(),
    "Shortcuts": lambda stage: stage.page.locator("#nav").get_by_role("button", name=re.compile("^Shortcuts")).click(),
}

LIST = "/desk/?view=all&order=newest"
ACTIONS = {
    "open the next ticket": Action(at_the_ticket, at=LIST),
    "go to a view": Action(address_has("view=unassigned")),
    "take": Action(lambda s: s.now().assignee == s.alice),
    "next in line": Action(has_the_next, at=LIST),
    "reply": Action(said(visibility="public")),
    "send and resolve": Action(both(said(visibility="public"), status("solved"))),
    "take a reply back": Action(
        lambda s: s.page.locator("#reply").input_value() == s.text and not said()(s), ready=held
    ),
    "put a canned reply in": Action(
        lambda s: s.page.locator("#reply").input_value() == "Refunded.",
        by_keys=[then(type_("/ref"), wait_option("Refund by hand"))],
    ),
    "put a suggested reply in": Action(
        lambda s: s.page.locator("#reply").input_value() == "We pay it back.",
        before=suggest,
        ready=lambda s: s.page.locator(".suggested__one").first.wait_for(),
    ),
    "write a note": Action(said(visibility="internal")),
    "mention a colleague": Action(
        lambda s: "@Bob" in s.page.locator("#reply").input_value(),
        fills=[then(type_("@bo"), wait_option("Bob"))],
    ),
    "attach a file": Action(
        lambda s: Message.objects.filter(ticket=s.ticket, attachments__name="receipt.txt").exists(), fills=[choose_file]
    ),
    "resolve": Action(status("solved")),
    "close": Action(status("closed")),
    "reopen": Action(status("open"), before=lambda s: s.ticket.resolve(by=s.alice)),
    "sum up what you have ended": Action(
        lambda s: Message.objects.filter(ticket=s.ticket, happening="summarised", text=s.text).exists(),
        ready=then(lambda s: s.press("Resolve"), lambda s: s.page.get_by_text("Resolved.").wait_for()),
        fills=[in_dialog(lambda s: s.page.locator("#act textarea").fill(s.text))],
    ),
    "snooze": Action(lambda s: s.now().snoozed_until, fills=[in_dialog(key("ArrowDown"))]),
    "wake": Action(
        lambda s: s.now().snoozed_until is None,
        before=lambda s: s.ticket.snooze(timezone.now() + timedelta(days=2), by=s.alice),
    ),
    "assign to a colleague": Action(lambda s: s.now().assignee == s.bob, by_keys=[in_dialog(type_("bob"))]),
    "transfer to a department": Action(lambda s: s.now().department == s.transfers, fills=[choose_destination]),
    "give back to the queue": Action(
        lambda s: s.now().assignee is None,
        before=take_by_alice,
        by_keys=[then(type_("back to the q"), wait_option("Back to the queue"))],
    ),
    "tag": Action(
        lambda s: s.now().tags.filter(name="refund").exists(),
        ready=panel,
        by_keys=[then(type_("ref"), wait_option("refund"))],
    ),
    "change the priority": Action(lambda s: s.now().priority == 3, by_keys=[in_dialog(key("ArrowUp"))]),
    "run a macro": Action(status("solved"), before=build_macro, by_keys=[in_dialog(type_("refund"))]),
    "follow": Action(lambda s: s.now().followers.exists()),
    "undo what you did": Action(lambda s: s.now().assignee is None, ready=press_taken),
    "quote a message": Action(lambda s: said(reply_to__seq=1)(s), ready=at_message(1)),
    "react to a message": Action(
        lambda s: "👍" in Message.objects.get(ticket=s.ticket, seq=1).reactions, ready=at_message(1)
    ),
    "edit your message": Action(
        lambda s: own(s).text == s.text,
        before=answered,
        ready=last,
        fills=[lambda s: s.page.get_by_role("textbox", name="Message", exact=True).fill(s.text)],
    ),
    "remove your message": Action(
        lambda s: own(s).redacted_at, before=answered, ready=last, before_last=in_dialog(lambda s: None)
    ),
    "open a ticket by hand": Action(new_ticket, fills=[fill_new_ticket]),
    "find a ticket": Action(at_the_ticket, at="/desk/?view=mine", fills=[words_of_the_ticket]),
    "search in every message": Action(
        looked_everywhere,
        at=LIST,
        before=lambda s: s.ticket.reply(text=s.text, client_id=uuid.uuid4(), by=s.bob),
        fills=[search_words],
    ),
    "resolve many at once": Action(status("solved"), at=LIST, by_mouse=[check_boxes], by_keys=[choose_by_x]),
    "narrow the list": Action(address_has("priority=3"), at=LIST, fills=[in_dialog(want_high)]),
    "keep that as a view": Action(
        both(lambda s: View.objects.filter(name=s.text).exists(), address_has("saved=")),
        at="/desk/?view=all&priority=3",
        before=lambda s: s.ticket.set_priority(3, by=s.alice),
        fills=[in_dialog(name_view)],
    ),
    "see all keys": Action(lambda s: s.page.locator("#keys[open]").is_visible()),
}
